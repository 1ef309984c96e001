package io.downlink.emulator.hub;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;

/** A direct method between its acceptance and its outcome, which is decided once: by the device, a timer or a loss. */
final class PendingCall {
    private final MethodCall call;
    private final Runnable delivery;
    private final Runnable beforeOutcome;
    private final AtomicBoolean decided = new AtomicBoolean();
    private final CompletableFuture<MethodAnswer> outcome = new CompletableFuture<>();

    /**
     * A call that was accepted.
     *
     * @param delivery runs when it is on its way to the device
     * @param beforeOutcome runs once, before anybody learns the outcome and can start the next call
     */
    PendingCall(MethodCall call, Runnable delivery, Runnable beforeOutcome) {
        this.delivery = delivery;
        this.call = call;
        this.beforeOutcome = beforeOutcome;
    }

    MethodCall call() {
        return call;
    }

    void delivered() {
        delivery.run();
    }

    CompletionStage<MethodAnswer> outcome() {
        return outcome;
    }

    void answer(MethodAnswer answer) {
        if (decide()) {
            outcome.complete(answer);
        }
    }

    void fail(HubError error, String message) {
        fail(new HubException(error, message));
    }

    void fail(HubException refusal) {
        if (decide()) {
            outcome.completeExceptionally(refusal);
        }
    }

    void failNotOnline() {
        fail(
                HubError.DEVICE_NOT_ONLINE,
                "The operation failed because the requested device isn't online or hasn't registered the direct method"
                        + " callback.");
    }

    void failNotAnswered() {
        fail(HubException.notAnswered());
    }

    private boolean decide() {
        boolean first = decided.compareAndSet(false, true);
        if (first) {
            beforeOutcome.run();
        }
        return first;
    }
}
