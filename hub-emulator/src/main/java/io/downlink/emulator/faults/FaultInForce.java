package io.downlink.emulator.faults;

import io.downlink.emulator.hub.Timers.Timer;
import java.time.Duration;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** A fault that was asked for, and how often it struck. Its own lock guards its random and its count. */
final class FaultInForce {
    private final String id;
    private final Fault fault;
    private final long seed;
    private final SplittableRandom random;
    private final Aftermath aftermath = new Aftermath();
    private Timer end = () -> {};
    private long struck;

    FaultInForce(String id, Fault fault) {
        this.id = id;
        this.fault = fault;
        this.seed = fault.seed() == null ? ThreadLocalRandom.current().nextInt() : fault.seed();
        this.random = new SplittableRandom(seed);
    }

    String id() {
        return id;
    }

    Fault fault() {
        return fault;
    }

    Kind kind() {
        return fault.kind();
    }

    synchronized FaultReport report() {
        return new FaultReport(id, fault, seed, struck);
    }

    /** Whether it strikes at this event; each yes is one time. */
    boolean strikes(Operation operation, @Nullable String device) {
        Set<Operation> possible = fault.operation() == null ? kind().operations() : Set.of(fault.operation());
        return possible.contains(operation) && strikes(device);
    }

    /** Whether it strikes something of this device; each yes is one time. */
    synchronized boolean strikes(@Nullable String device) {
        if (isSpent() || !fault.devices().include(device)) {
            return false;
        }
        if (fault.share() < 1 && random.nextDouble() >= fault.share()) {
            return false;
        }
        struck++;
        return true;
    }

    /** Whether it cannot strike any more. */
    synchronized boolean isSpent() {
        return fault.times() != null && struck >= fault.times();
    }

    synchronized Duration draw(Latency latency) {
        return latency.draw(random);
    }

    void endsWith(Timer timer) {
        end = timer;
    }

    /** Its time is over, or it was taken back. */
    void end() {
        end.cancel();
        aftermath.come();
    }

    Aftermath aftermath() {
        return aftermath;
    }
}
