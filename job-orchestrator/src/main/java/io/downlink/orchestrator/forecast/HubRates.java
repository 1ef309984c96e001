package io.downlink.orchestrator.forecast;

import io.downlink.service.hubs.HubSize;
import io.downlink.service.hubs.Tier;
import java.util.Optional;

/**
 * What a hub takes of jobs, and what it charges.
 *
 * @param size what was bought
 * @param assumed whether that is only assumed
 * @param queriesPerMinute how many pages of outcomes are read in a minute
 * @see <a href="https://learn.microsoft.com/azure/iot-hub/iot-hub-devguide-quotas-throttling">Quotas of IoT Hub</a>
 */
public record HubRates(HubSize size, boolean assumed, int queriesPerMinute) {
    /** Where nobody says what was bought: the smallest that is no trial. */
    private static final HubSize SMALLEST = new HubSize(Tier.S1, 1, 1);

    public static HubRates of(Optional<HubSize> configured, int queriesPerMinute) {
        return new HubRates(configured.orElse(SMALLEST), configured.isEmpty(), queriesPerMinute);
    }

    /** "Jobs device operations": twin updates and methods that jobs carry out. */
    int devicesPerSecond() {
        return switch (size.tier()) {
            case F1, S1 -> 10;
            case S2 -> Math.max(10, size.units());
            case S3 -> 50 * size.units();
        };
    }

    /** How many messages so many bytes are charged as; none at all are one. */
    long messages(long bytes) {
        return Math.max(1, Math.ceilDiv(bytes, (long) size.tier().messageBytes()));
    }
}
