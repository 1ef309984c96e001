package io.downlink.hub;

import io.downlink.hub.HubFailure.Evidence;
import io.downlink.hub.HubFailure.Unreachable;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Sends messages on one connection, which is opened when it is first needed, kept, and replaced when bad or old. */
final class MessageSender {
    static final Duration CHECK_EVERY = Duration.ofSeconds(1);

    private final Supplier<MessageConnection> open;
    private final Duration life;
    private final Clock clock;
    private @Nullable CompletableFuture<MessageConnection> connection;
    private Instant replaceAt = Instant.MIN;
    private boolean closed;

    /**
     * @param open blocks until a connection stands, and throws nothing but {@link HubException}
     * @param life after which a connection is replaced
     */
    MessageSender(Supplier<MessageConnection> open, Duration life, Clock clock) {
        this.open = open;
        this.life = life;
        this.clock = clock;
    }

    /** Blocks until the hub has the message; throws {@link HubException} and nothing else. */
    Enqueued send(OutgoingMessage message) {
        MessageConnection first = connection();
        try {
            return first.send(message);
        } catch (HubException e) {
            // The connection ended between our taking it and the message: nothing was sent, and another may stand.
            if (e.failure() instanceof Unreachable) {
                return connection().send(message);
            }
            throw e;
        }
    }

    /** Finds out whether the connection is lost, so that what is under way need not wait for its deadline. */
    synchronized void check() {
        if (connection != null && connection.state() == Future.State.SUCCESS) {
            boolean _ = connection.resultNow().endIfLost();
        }
    }

    /** Replaces the connection when it is next needed; what is under way on it is awaited. */
    synchronized void renew() {
        replaceAt = Instant.MIN;
    }

    /** Closes the connection, then fails what is not confirmed, and everything later as not sent. */
    void close(HubFailure why) {
        CompletableFuture<MessageConnection> last;
        synchronized (this) {
            closed = true;
            last = connection;
        }
        if (last != null) {
            CompletableFuture<Void> _ = last.thenAccept(opened -> opened.end(why)); // later, if it still opens
        }
    }

    private MessageConnection connection() {
        try {
            return opened().get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof HubException failure ? failure : FailureTable.exception(e);
        } catch (InterruptedException e) {
            throw new HubException(new Unreachable(new Evidence("the wait was cancelled", null, null)), e);
        }
    }

    /** All that wait for a connection wait for one, on a thread that nobody's cancellation interrupts. */
    private synchronized CompletableFuture<MessageConnection> opened() {
        if (closed) {
            return CompletableFuture.failedFuture(
                    new HubException(new Unreachable(new Evidence("the client is closed", null, null)), null));
        }
        CompletableFuture<MessageConnection> last = connection;
        if (last != null && good(last)) {
            return last;
        }
        if (last != null) {
            CompletableFuture<Void> _ = last.thenAccept(MessageConnection::retire);
        }
        replaceAt = clock.instant().plus(life);
        CompletableFuture<MessageConnection> next = CompletableFuture.supplyAsync(open, Thread::startVirtualThread);
        connection = next;
        return next;
    }

    private boolean good(CompletableFuture<MessageConnection> last) {
        return switch (last.state()) {
            case RUNNING -> true;
            case FAILED, CANCELLED -> false;
            case SUCCESS -> last.resultNow().usable() && clock.instant().isBefore(replaceAt);
        };
    }
}
