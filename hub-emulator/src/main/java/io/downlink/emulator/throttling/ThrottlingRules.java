package io.downlink.emulator.throttling;

import java.time.Duration;

/**
 * How big the hub is, and what it does with more than that.
 *
 * @param units how many were bought; F1 has 1, B3 and S3 at most 10, the others 200
 * @param backlogTimeout what comes too fast waits for its turn; when that would be longer than this it is refused
 * @param backlogMax how many operations of a class may wait
 */
public record ThrottlingRules(Tier tier, int units, Duration backlogTimeout, int backlogMax) {
    /** The longest that a hub was seen to let an operation wait. */
    private static final Duration BACKLOG_TIMEOUT = Duration.ofSeconds(3);

    private static final int BACKLOG_MAX = 1_000;

    /** Checks the number of units. */
    public ThrottlingRules {
        if (units < 1 || units > tier.unitsMax()) {
            throw new IllegalArgumentException(tier + " has 1 to " + tier.unitsMax() + " units, not " + units);
        }
    }

    /**
     * A hub as one can buy it.
     *
     * @throws IllegalArgumentException if the tier does not have so many units
     */
    public static ThrottlingRules of(Tier tier, int units) {
        return new ThrottlingRules(tier, units, BACKLOG_TIMEOUT, BACKLOG_MAX);
    }

    /** The same with another backlog; zero: what comes too fast is refused at once. */
    public ThrottlingRules withBacklog(Duration timeout, int operations) {
        return new ThrottlingRules(tier, units, timeout, operations);
    }

    /** Devices that all jobs together work on in a second. */
    public int jobDeviceOperationsPerSecond() {
        return Math.toIntExact(OperationClass.JOB_DEVICE_OPERATIONS.rate(tier).operations(units));
    }
}
