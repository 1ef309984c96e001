package io.downlink.gateway.pacing;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.function.DoubleSupplier;
import org.jboss.logging.Logger;

/**
 * How many of a hub's messages of the day are used of those that fall to this replica, by the partitions that it owns. They
 * are counted for each partition, so that whoever takes one over goes on counting; others that use the hub are not seen.
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

    /** Of the partitions that this replica owns. */
    private final Map<Integer, Long> byPartition = new HashMap<>();

    private LocalDate day = LocalDate.MIN;
    /** Of all partitions. */
    private long messages;
    /** The hub said so, by whomever they are used. */
    private boolean refused;
    /** What was said of this day. */
    private Level told = Level.PLENTY;

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

    /**
     * Something of that size was sent, or came back, for a command of that partition. What comes back when the partition is
     * another's already is not counted: it would be nobody's to release.
     */
    void use(int partition, int bytes, Instant now) {
        turn(now);
        long more = Math.max(1, Math.ceilDiv(bytes, messageBytes));
        if (byPartition.computeIfPresent(partition, (_, before) -> before + more) != null) {
            messages += more;
            tell();
        }
    }

    /** From here on what the partition's commands use is counted here. */
    void own(int partition) {
        release(partition);
        byPartition.put(partition, 0L);
    }

    /** The hub says that its day's messages are used up, by whomever. */
    void usedUp(Instant now) {
        turn(now);
        refused = true;
        tell();
    }

    boolean isUsedUp(Instant now) {
        turn(now);
        return level() == Level.USED_UP;
    }

    /** Messages of the day, of this replica's partitions. */
    long messages(Instant now) {
        turn(now);
        return messages;
    }

    /** Of what falls to this replica: 1 is all. */
    double used(Instant now) {
        turn(now);
        return used();
    }

    /** What was counted for a partition, to be handed to whoever owns it next. */
    DayCount of(int partition, Instant now) {
        turn(now);
        return new DayCount(hub, day, byPartition.getOrDefault(partition, 0L));
    }

    /** Counts on from what an earlier owner of the partition has counted, if that is of the same day. */
    void takeOver(int partition, DayCount before, Instant now) {
        turn(now);
        own(partition);
        if (before.day().equals(day)) {
            byPartition.put(partition, before.messages());
            messages += before.messages(); // too early to tell: that more partitions are owned is known a moment later
        }
    }

    /** The partition is another's to count for. */
    void release(int partition) {
        Long counted = byPartition.remove(partition);
        if (counted != null) {
            messages -= counted;
        }
    }

    private double used() {
        double own = part.getAsDouble();
        return messages / (perDay * (own > 0 ? own : 1));
    }

    private Level level() {
        double used = used();
        if (refused || used >= 1) {
            return Level.USED_UP;
        }
        return used >= WARN_AT ? Level.SCARCE : Level.PLENTY;
    }

    private void tell() {
        Level now = level();
        if (now.compareTo(told) <= 0) {
            return;
        }
        told = now;
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
            byPartition.replaceAll((_, _) -> 0L);
            messages = 0;
            refused = false;
            told = Level.PLENTY;
        }
    }
}
