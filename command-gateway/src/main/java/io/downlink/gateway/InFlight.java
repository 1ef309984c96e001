package io.downlink.gateway;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.MultiSubscriber;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Work on the items of a stream, so many pieces of it at once: a further item is asked for when a piece has ended, however
 * many are open. (Mutiny's {@code merge} looks at all that are open each time: with some thousands of them that took two
 * fifths of the thread that tells that events are in Kafka.)
 */
final class InFlight<T> implements MultiSubscriber<T> {
    private final Function<T, Uni<Void>> work;
    private final int atOnceMax;
    private final UniEmitter<? super Void> end;

    private final AtomicReference<@Nullable Subscription> items = new AtomicReference<>();
    /** Pieces of work, and the stream itself. */
    private final AtomicInteger open = new AtomicInteger(1);

    private InFlight(Function<T, Uni<Void>> work, int atOnceMax, UniEmitter<? super Void> end) {
        this.work = work;
        this.atOnceMax = atOnceMax;
        this.end = end;
    }

    /**
     * @param atOnceMax 1 or more
     * @return ends when the stream and all work have ended; fails, and asks for nothing more, when either has failed
     */
    static <T> Uni<Void> atMost(int atOnceMax, Multi<T> items, Function<T, Uni<Void>> work) {
        return Uni.createFrom().emitter(end -> {
            InFlight<T> inFlight = new InFlight<>(work, atOnceMax, end);
            end.onTermination(inFlight::cancel);
            items.subscribe().withSubscriber(inFlight);
        });
    }

    @Override
    public void onSubscribe(Subscription subscription) {
        items.set(subscription);
        subscription.request(atOnceMax);
    }

    @Override
    public void onItem(T item) {
        open.incrementAndGet();
        work.apply(item).subscribe().with(_ -> ended(), this::onFailure);
    }

    private void ended() {
        Subscription subscription = items.get();
        if (subscription != null) {
            subscription.request(1);
        }
        onCompletion();
    }

    @Override
    public void onFailure(Throwable failure) {
        cancel();
        end.fail(failure);
    }

    @Override
    public void onCompletion() {
        if (open.decrementAndGet() == 0) {
            end.complete(null);
        }
    }

    private void cancel() {
        Subscription subscription = items.getAndSet(null);
        if (subscription != null) {
            subscription.cancel();
        }
    }
}
