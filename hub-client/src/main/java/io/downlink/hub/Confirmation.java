package io.downlink.hub;

import io.downlink.hub.HubFailure.Abandoned;
import io.downlink.hub.HubFailure.Evidence;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The wait for what became of one message. The first word counts. */
final class Confirmation {
    private final String messageId;
    private final CompletableFuture<Enqueued> word = new CompletableFuture<>();

    Confirmation(String messageId) {
        this.messageId = messageId;
    }

    void taken() {
        word.complete(new Enqueued(messageId));
    }

    void failed(HubException why) {
        word.completeExceptionally(why);
    }

    /** @throws HubException with what became of the message, or that nobody waits any more */
    Enqueued await(Duration patience) throws TimeoutException {
        try {
            return word.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof HubException failure ? failure : FailureTable.exception(e);
        } catch (InterruptedException e) {
            throw new HubException(new Abandoned(new Evidence("the wait was cancelled", null, null)), e);
        }
    }
}
