package io.downlink.benchmarks.gateway;

import io.downlink.benchmarks.KafkaUnderTest;
import io.downlink.benchmarks.ServiceUnderTest;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Looks each second at what a gateway has in hand, and keeps the most. */
final class GatewayWatch {
    private static final Duration EVERY = Duration.ofSeconds(1);

    private final ServiceUnderTest gateway;
    private final KafkaUnderTest kafka;
    private volatile boolean going;
    private Most most = Most.NOTHING;

    GatewayWatch(ServiceUnderTest gateway, KafkaUnderTest kafka) {
        this.gateway = gateway;
        this.kafka = kafka;
    }

    /**
     * What was the most at any look.
     *
     * @param calls open at the hub
     * @param buffered commands in memory
     * @param parked commands that wait outside it
     * @param lag commands that are not acknowledged
     */
    record Most(long calls, long buffered, long parked, long lag) {
        static final Most NOTHING = new Most(0, 0, 0, 0);

        Most or(Most other) {
            return new Most(
                    Math.max(calls, other.calls),
                    Math.max(buffered, other.buffered),
                    Math.max(parked, other.parked),
                    Math.max(lag, other.lag));
        }
    }

    void begin() {
        going = true;
        most = Most.NOTHING;
        Thread.ofVirtual().start(() -> {
            while (going) {
                look();
                LockSupport.parkNanos(EVERY.toNanos());
            }
        });
    }

    Most end() {
        going = false;
        look();
        return most;
    }

    private synchronized void look() {
        most = most.or(new Most(
                (long) gateway.sum("downlink_hub_calls_in_flight"),
                (long) gateway.sum("downlink_records_buffered"),
                (long) gateway.sum("downlink_parked"),
                kafka.lag()));
    }
}
