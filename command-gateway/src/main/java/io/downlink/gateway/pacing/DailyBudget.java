package io.downlink.gateway.pacing;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.function.DoubleSupplier;
import org.jboss.logging.Logger;

/**
 * How many of a hub's messages of the day this replica has used of those that fall to it, by the part of the partitions
 * that it owned meanwhile. Counted since its start: others that use the hub, and earlier replicas, are not seen.
 *
 * <p>Not safe for use by many threads.
 */
final class DailyBudget {
    private static final Logger LOGGER = Logger.getLogger(DailyBudget.class);
    private static final double WARN_AT = 0.8;

    private final String hub;
    private final long perDay;
    private final int messageBytes;
    private final DoubleSupplier part;

    private LocalDate day = LocalDate.MIN;
    private long messages;
    /** Of what falls to this replica: 1 is all. */
    private double used;

    private Level level = Level.PLENTY;

    private enum Level {
        PLENTY,
        SCARCE,
        USED_UP
    }

    /**
     * @param perDay messages of the hub, which begins its days at midnight UTC
     * @param messageBytes what counts as one
     * @param part of the partitions that this replica owns, 0 to 1
     */
    DailyBudget(String hub, long perDay, int messageBytes, DoubleSupplier part) {
        this.hub = hub;
        this.perDay = perDay;
        this.messageBytes = messageBytes;
        this.part = part;
    }

    /** Something of that size was sent, or came back. */
    void use(int bytes, Instant now) {
        turn(now);
        long more = Math.max(1, Math.ceilDiv(bytes, messageBytes));
        double own = part.getAsDouble();
        messages += more;
        used += more / (perDay * (own > 0 ? own : 1));
        judge();
    }

    /** The hub says that its day's messages are used up, by whomever. */
    void usedUp(Instant now) {
        turn(now);
        used = Math.max(used, 1);
        judge();
    }

    boolean isUsedUp(Instant now) {
        turn(now);
        return level == Level.USED_UP;
    }

    /** Messages since the day began, or this replica was started. */
    long messages(Instant now) {
        turn(now);
        return messages;
    }

    /** Of what falls to this replica: 1 is all. */
    double used(Instant now) {
        turn(now);
        return used;
    }

    private void judge() {
        Level now = used >= 1 ? Level.USED_UP : used >= WARN_AT ? Level.SCARCE : Level.PLENTY;
        if (now.compareTo(level) <= 0) {
            return;
        }
        level = now;
        switch (now) {
            case PLENTY -> {}
            case SCARCE -> LOGGER.warnf("80 %% of the day's messages are used hub=%s messages=%d", hub, messages);
            case USED_UP ->
                LOGGER.warnf("the day's messages are used up, bulk commands wait hub=%s messages=%d", hub, messages);
        }
    }

    private void turn(Instant now) {
        LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        if (!today.equals(day)) {
            day = today;
            messages = 0;
            used = 0;
            level = Level.PLENTY;
        }
    }
}
