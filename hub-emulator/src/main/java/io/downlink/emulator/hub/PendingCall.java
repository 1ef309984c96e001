package io.downlink.emulator.hub;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A direct method between its acceptance and its outcome, which is decided once: by the device, a timer or a loss. */
final class PendingCall {
    private final MethodCall call;
    private final CompletableFuture<MethodAnswer> outcome = new CompletableFuture<>();

    PendingCall(MethodCall call) {
        this.call = call;
    }

    MethodCall call() {
        return call;
    }

    CompletionStage<MethodAnswer> outcome() {
        return outcome;
    }

    void answer(MethodAnswer answer) {
        outcome.complete(answer);
    }

    void fail(HubError error, String message) {
        outcome.completeExceptionally(new HubException(error, message));
    }
}
