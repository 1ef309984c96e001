package io.downlink.gateway;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.Subscriptions;
import io.smallrye.mutiny.subscription.MultiSubscriber;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/**
 * Work on the items of a stream, so many pieces of it at once: a further item is asked for when a piece has ended. That
 * takes the same time however many are open; Mutiny's {@code merge} goes through as many places each time as were ever
 * open together. The stream must take requests from any thread, as Mutiny's do.
 */
final class InFlight<T> implements MultiSubscriber<T> {
    private final Function<T, Uni<Void>> work;
    private final int atOnceMax;
    private final UniEmitter<? super Void> end;

    private final AtomicReference<Subscription> items = new AtomicReference<>();
    /** Pieces of work, and the stream itself. */
    private final AtomicInteger open = new AtomicInteger(1);

    private InFlight(Function<T, Uni<Void>> work, int atOnceMax, UniEmitter<? super Void> end) {
        this.work = work;
        this.atOnceMax = atOnceMax;
        this.end = end;
    }

    /**
     * @param atOnceMax 1 or more
     * @return ends when the stream and all work have ended; fails, and asks for nothing more, when either has failed: what
     *     is open then goes on
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
        if (Subscriptions.setIfEmpty(items, subscription)) {
            subscription.request(atOnceMax);
        }
    }

    @Override
    public void onItem(T item) {
        open.incrementAndGet();
        Uni.createFrom().deferred(() -> work.apply(item)).subscribe().with(_ -> ended(), this::onFailure);
    }

    private void ended() {
        items.get().request(1);
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
        Subscriptions.cancel(items);
    }
}
