package io.downlink.orchestrator.work;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * How often a hub may be queried: so many times a minute, and what was not used in the last quarter of a minute at once.
 *
 * @see <a href="https://learn.microsoft.com/azure/iot-hub/iot-hub-devguide-quotas-throttling">Queries: 20 a minute and
 *     unit on S1</a>
 */
public final class QueryPace {
    private static final Duration SAVED_UP = Duration.ofSeconds(15);

    private final int perMinute;
    private final Duration each;
    private final Clock clock;
    /** Every query moves it on; queries are permitted until it lies in the future. */
    private Instant paidUntil;

    /** @param perMinute 1 or more */
    public QueryPace(int perMinute, Clock clock) {
        this.perMinute = perMinute;
        this.each = Duration.ofMinutes(1).dividedBy(perMinute);
        this.clock = clock;
        this.paidUntil = Instant.MIN;
    }

    public int perMinute() {
        return perMinute;
    }

    /**
     * @param until when nobody wants to query any more
     * @return whether a query may be made now, which then counts as made
     */
    public synchronized boolean permit(Instant until) {
        Instant now = clock.instant();
        if (!now.isBefore(until)) {
            return false;
        }
        if (paidUntil.isAfter(now.plus(each))) {
            paidUntil = now; // the clock was set back
        }
        Instant earliest = now.minus(SAVED_UP);
        Instant paid = paidUntil.isBefore(earliest) ? earliest : paidUntil;
        if (paid.isAfter(now)) {
            return false;
        }
        paidUntil = paid.plus(each);
        return true;
    }
}
