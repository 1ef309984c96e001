package io.downlink.service.hubs;

/**
 * How much a hub takes, and how much of that is for this service.
 *
 * @param units of that tier
 * @param share of the hub's rates for all replicas of this service together, more than 0 and at most 1
 */
public record HubSize(Tier tier, int units, double share) {

    /** Checks that there is such a hub. */
    public HubSize {
        if (units < 1 || units > tier.unitsMax()) {
            throw new IllegalArgumentException("units: %s has 1 to %d, not %d".formatted(tier, tier.unitsMax(), units));
        }
        if (!(share > 0 && share <= 1)) {
            throw new IllegalArgumentException("share: more than 0 and at most 1, not " + share);
        }
    }

    /** Direct methods that this service may send in a second, in steps of 4 KB. */
    public double methodStepsPerSecond() {
        return share * units * tier.methodStepsPerSecond();
    }

    /** Cloud-to-device messages that this service may send in a second. */
    public double messagesPerSecond() {
        return share * units * tier.messagesPerMinute() / 60;
    }

    /** Queries that this service may make in a minute, one at least. */
    public int queriesPerMinute() {
        return Math.max(1, (int) (share * units * tier.queriesPerMinute()));
    }

    /** Messages of a day, of the whole hub. */
    public long messagesPerDay() {
        return units * tier.messagesPerDay();
    }
}
