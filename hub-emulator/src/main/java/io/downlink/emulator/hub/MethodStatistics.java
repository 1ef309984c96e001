package io.downlink.emulator.hub;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;

/** Counts the direct methods: how many, and how many at once. A call counts from its acceptance to its outcome. */
public final class MethodStatistics {
    private final LongAdder calls = new LongAdder();
    private final LongAdder deliveredAfterCaller = new LongAdder();
    private final AtomicInteger atOnce = new AtomicInteger();
    private final AtomicInteger atOnceMax = new AtomicInteger();
    private final AtomicInteger atOnceMaxPerDevice = new AtomicInteger();

    MethodStatistics() {}

    /** Calls accepted. */
    public long calls() {
        return calls.sum();
    }

    /** Calls that went to their device when their caller had gone. */
    public long deliveredAfterCaller() {
        return deliveredAfterCaller.sum();
    }

    /** Calls under way now. */
    public int atOnce() {
        return atOnce.get();
    }

    /** Most calls at one moment. */
    public int atOnceMax() {
        return atOnceMax.get();
    }

    /** Most calls of one device at one moment. */
    public int atOnceMaxPerDevice() {
        return atOnceMaxPerDevice.get();
    }

    /** Starts counting anew. Calls that are under way count as soon as the next one joins them. */
    public void restart() {
        calls.reset();
        deliveredAfterCaller.reset();
        atOnceMax.set(atOnce.get());
        atOnceMaxPerDevice.set(0);
    }

    /** A call of a device of which nothing is kept. */
    void started() {
        calls.increment();
        raise(atOnceMax, atOnce.incrementAndGet());
    }

    void finished() {
        atOnce.decrementAndGet();
    }

    void started(Client client) {
        started();
        raise(atOnceMaxPerDevice, client.callsAtOnce().incrementAndGet());
    }

    void delivered(BooleanSupplier callerGone) {
        if (callerGone.getAsBoolean()) {
            deliveredAfterCaller.increment();
        }
    }

    void finished(Client client) {
        finished();
        client.callsAtOnce().decrementAndGet();
    }

    private static void raise(AtomicInteger most, int now) {
        if (now > most.get()) { // a plain read on the hot path: the most seldom rises
            most.accumulateAndGet(now, Math::max);
        }
    }
}
