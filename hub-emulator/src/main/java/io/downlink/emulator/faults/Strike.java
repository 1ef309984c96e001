package io.downlink.emulator.faults;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * A fault that strikes an event.
 *
 * @param <K> the kinds that can strike there
 */
public final class Strike<K extends Kind> {
    private final K kind;
    private final FaultInForce fault;

    Strike(K kind, FaultInForce fault) {
        this.kind = kind;
        this.fault = fault;
    }

    /** What is to go wrong. */
    public K kind() {
        return kind;
    }

    /** One of the fault's latencies, by its own random. */
    Duration draw(Latency latency) {
        return fault.draw(latency);
    }

    /**
     * Does something when the fault is removed or its duration is over; on any thread, which must not be blocked.
     *
     * @param pointless whether it need not happen any more, because what the fault struck is gone for good; any thread asks
     */
    public void whenOver(BooleanSupplier pointless, Runnable action) {
        fault.aftermath().add(pointless, action);
    }
}
