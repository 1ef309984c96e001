package io.downlink.gateway.dispatch;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Bounds how many calls one hub has open at a time. Who comes while all permits are in use waits its turn, first come
 * first served, without holding a thread.
 */
public final class CallPermits {
    private final int permits;
    private final AtomicInteger inUse = new AtomicInteger();
    private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger looking = new AtomicInteger();
    private volatile boolean closed;

    /** @param permits how many calls may be open at once, 1 or more */
    public CallPermits(int permits) {
        this.permits = permits;
    }

    /**
     * Subscribes to the call once a permit is free, and gives the permit back when the call has ended and what follows
     * it has been told.
     *
     * @return what the call ends with; never ends when {@link #close} comes before its turn
     */
    public <T> Uni<T> whileHolding(Uni<T> call) {
        return Uni.createFrom().emitter(outcome -> {
            waiting.add(() -> begin(call, outcome));
            grant();
        });
    }

    /** How many calls are open. */
    public int inUse() {
        return inUse.get();
    }

    /** Grants nothing any more. Open calls end as they would. */
    public void close() {
        closed = true;
    }

    private <T> void begin(Uni<T> call, UniEmitter<? super T> outcome) {
        call.subscribe()
                .with(
                        item -> {
                            outcome.complete(item);
                            giveBack();
                        },
                        failure -> {
                            outcome.fail(failure);
                            giveBack();
                        });
    }

    private void giveBack() {
        inUse.decrementAndGet();
        grant();
    }

    /** One thread at a time hands permits out; whoever comes meanwhile only asks it to look once more. */
    private void grant() {
        if (looking.getAndIncrement() > 0) {
            return;
        }
        int answered = 1;
        do {
            while (!closed && inUse.get() < permits) {
                Runnable next = waiting.poll();
                if (next == null) {
                    break;
                }
                inUse.incrementAndGet();
                next.run();
            }
            answered = looking.addAndGet(-answered);
        } while (answered > 0);
    }
}
