package io.downlink.gateway.lanes;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;

/** By which rules commands are parked, and how many are: for all lanes of a replica together. */
public final class Parking {
    private final Duration after;
    private final int parkedMax;
    private final int readMax;
    private final IntFunction<Duration> askAgainAfter;
    private final BooleanSupplier sensible;

    private final AtomicInteger parked = new AtomicInteger();
    private final AtomicInteger read = new AtomicInteger();
    private final LongAdder begun = new LongAdder();
    private final LongAdder readAgain = new LongAdder();

    /**
     * @param after how long a command waits in its lane before it is parked
     * @param parkedMax how many are parked at most; 0 parks none
     * @param readMax how many of the parked ones are in memory again at once, 1 or more
     * @param askAgainAfter the pause after so many attempts of a parked command in vain, 1 or more
     * @param sensible false while to park would only empty the topic into memory, because nothing can be carried out
     */
    public Parking(
            Duration after, int parkedMax, int readMax, IntFunction<Duration> askAgainAfter, BooleanSupplier sensible) {
        this.after = after;
        this.parkedMax = parkedMax;
        this.readMax = readMax;
        this.askAgainAfter = askAgainAfter;
        this.sensible = sensible;
    }

    /** How many commands are parked now. */
    public int parked() {
        return parked.get();
    }

    /** How many commands were ever parked here. */
    public long begun() {
        return begun.sum();
    }

    /** How often a parked command was read again. */
    public long readAgain() {
        return readAgain.sum();
    }

    Duration after() {
        return after;
    }

    Duration askAgainAfter(int attempts) {
        return askAgainAfter.apply(attempts);
    }

    /** @return whether one more may be parked: then it counts as parked */
    boolean begin() {
        if (parked.get() >= parkedMax || !sensible.getAsBoolean()) {
            return false;
        }
        parked.incrementAndGet();
        begun.increment();
        return true;
    }

    /** Parked by an earlier owner of the partition: that is so, however many there may be. */
    void restored(int number) {
        parked.addAndGet(number);
    }

    void end(int number) {
        parked.addAndGet(-number);
    }

    /** @return how many of them may be read now, 0 or more: then they count as read */
    int read(int wanted) {
        while (true) {
            int now = read.get();
            int granted = Math.clamp(readMax - now, 0, wanted);
            if (read.compareAndSet(now, now + granted)) {
                return granted;
            }
        }
    }

    /** One that is read without being asked whether it may be. */
    void read() {
        read.incrementAndGet();
    }

    void countRead(int number) {
        readAgain.add(number);
    }

    void letGo(int number) {
        read.addAndGet(-number);
    }
}
