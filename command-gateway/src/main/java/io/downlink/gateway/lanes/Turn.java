package io.downlink.gateway.lanes;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One piece of work in a lane, and the link to the one behind it.
 *
 * <p>A turn passes two points, in either order: {@link #begin} has returned, and the work has ended. Whoever passes the
 * second one goes on with the lane, so a lane is carried on by exactly one thread at a time.
 */
final class Turn<T> {
    private final Uni<T> work;
    private final UniEmitter<? super T> outcome;
    private final Consumer<Turn<T>> onEnd;
    private final AtomicBoolean halfWay = new AtomicBoolean();
    /** The turn behind this one; this turn itself once it has ended with none behind it. */
    private final AtomicReference<@Nullable Turn<?>> behind = new AtomicReference<>();

    Turn(Uni<T> work, UniEmitter<? super T> outcome, Consumer<Turn<T>> onEnd) {
        this.work = work;
        this.outcome = outcome;
        this.onEnd = onEnd;
    }

    /** @return false when this turn has already ended: then the other need not wait for it */
    boolean isFollowedBy(Turn<?> other) {
        return behind.compareAndSet(null, other);
    }

    /** @return true when the work ended meanwhile, so that the caller goes on with {@link #next} */
    boolean begin() {
        work.subscribe().with(item -> end(() -> outcome.complete(item)), failure -> end(() -> outcome.fail(failure)));
        return halfWay.getAndSet(true);
    }

    /** Lets go of the lane, unless somebody stands behind. */
    @Nullable
    Turn<?> next() {
        onEnd.accept(this);
        return behind.compareAndSet(null, this) ? null : behind.get();
    }

    private void end(Runnable tell) {
        try {
            tell.run();
        } finally {
            if (halfWay.getAndSet(true)) {
                Turn<?> next = next();
                if (next != null) {
                    Lanes.run(next);
                }
            }
        }
    }
}
