package io.downlink.emulator.faults;

import java.time.Duration;
import java.util.concurrent.CompletionStage;

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

    /** Completes when the fault is removed or its duration is over; on any thread, which must not be blocked. */
    public CompletionStage<Void> over() {
        return fault.over();
    }
}
