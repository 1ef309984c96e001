package io.downlink.hub;

import io.downlink.hub.HubFailure.Abandoned;
import io.downlink.hub.HubFailure.Evidence;
import io.downlink.hub.HubFailure.ResponseTimeout;
import io.downlink.hub.HubFailure.Unreachable;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/**
 * One call of the SDK, which blocks, on its virtual thread, from the wait for a place to its one end.
 *
 * <pre>
 *   WAITING --- place ---> SENT --- answer, failure, deadline ---> ENDED
 *      |                     |                                       ^
 *      +---------------------+---------- close, cancellation --------+
 * </pre>
 *
 * Whoever brings a call to its end tells how it ended, and what comes later is dropped. Whoever ends it from outside
 * interrupts its thread, for which the JDK closes the connection that the thread waits on.
 */
final class OpenCall<T> implements Runnable {
    private enum Phase {
        WAITING,
        SENT,
        ENDED
    }

    private final Supplier<? extends T> send;
    private final Duration end;
    private final Places places;
    private final ScheduledExecutorService scheduler;
    private final UniEmitter<? super T> emitter;
    private final Thread thread = Thread.ofVirtual().name("hub-call").unstarted(this);
    private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.WAITING);

    /**
     * @param send blocks until the call has ended; what it throws besides {@link HubException} the table knows
     * @param end how long sending may take
     */
    OpenCall(
            Supplier<? extends T> send,
            Duration end,
            Places places,
            ScheduledExecutorService scheduler,
            UniEmitter<? super T> emitter) {
        this.send = send;
        this.end = end;
        this.places = places;
        this.scheduler = scheduler;
        this.emitter = emitter;
    }

    void start() {
        thread.start();
    }

    /** Ends the call, now, from whatever thread. */
    void abandon(String why) {
        Evidence evidence = new Evidence(why, null, null);
        switch (phase.getAndSet(Phase.ENDED)) {
            case WAITING -> interruptAndTell(new Unreachable(evidence));
            case SENT -> interruptAndTell(new Abandoned(evidence));
            case ENDED -> {}
        }
    }

    @Override
    public void run() {
        try {
            if (!places.take()) {
                if (phase.compareAndSet(Phase.WAITING, Phase.ENDED)) {
                    emitter.fail(failed(new Unreachable(places.noneFree())));
                }
                return;
            }
        } catch (InterruptedException _) {
            return; // who interrupted has told
        }
        Runnable tell;
        try {
            if (!phase.compareAndSet(Phase.WAITING, Phase.SENT)) {
                return;
            }
            tell = outcome();
        } finally {
            places.giveBack();
        }
        if (phase.compareAndSet(Phase.SENT, Phase.ENDED)) {
            tell.run();
        }
    }

    private Runnable outcome() {
        // Told on a thread of its own: what is made of it must not hold up the scheduler.
        Future<?> deadline = scheduler.schedule(
                () -> Thread.startVirtualThread(this::passDeadline), end.toMillis(), TimeUnit.MILLISECONDS);
        try {
            T result = send.get();
            return () -> emitter.complete(result);
        } catch (HubException failure) {
            return () -> emitter.fail(failure);
        } catch (Throwable thrown) { // an Error too: a call has one end, whatever happens
            HubException failure = FailureTable.exception(thrown);
            return () -> emitter.fail(failure);
        } finally {
            deadline.cancel(false);
        }
    }

    private void passDeadline() {
        if (phase.compareAndSet(Phase.SENT, Phase.ENDED)) {
            interruptAndTell(new ResponseTimeout(new Evidence("no answer from the hub within " + end, null, null)));
        }
    }

    private void interruptAndTell(HubFailure failure) {
        thread.interrupt();
        emitter.fail(failed(failure));
    }

    private static HubException failed(HubFailure failure) {
        return new HubException(failure, null);
    }
}
