package io.downlink.emulator.throttling;

import java.time.Clock;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;

/** Decides which operations of a hub may go ahead, and when. Any thread may use it. */
public final class Throttle {
    private final ThrottlingRules rules;
    private final Clock clock;
    private final Map<OperationClass, Bucket> buckets = new EnumMap<>(OperationClass.class);
    private final Map<OperationClass, Counts> counts = new EnumMap<>(OperationClass.class);
    private final DailyQuota quota;

    public Throttle(ThrottlingRules rules, Clock clock) {
        this.rules = rules;
        this.clock = clock;
        this.quota = new DailyQuota(rules);
        for (OperationClass kind : OperationClass.values()) {
            buckets.put(kind, new Bucket(kind.rate(rules.tier()), rules));
            counts.put(kind, new Counts(0, 0));
        }
    }

    public ThrottlingRules rules() {
        return rules;
    }

    /**
     * Asks for a place. Who is told to wait has one, and says with {@link #waited} that the wait is over.
     *
     * @param bytes of what is sent
     */
    public synchronized Verdict ask(OperationClass kind, int bytes) {
        Verdict verdict = judge(kind, bytes, clock.instant());
        boolean allowed = verdict instanceof Verdict.Go || verdict instanceof Verdict.Wait;
        if (allowed) {
            quota.use(kind.messages(bytes, rules.tier()));
        }
        counts.computeIfPresent(kind, (_, count) -> count.and(allowed));
        return verdict;
    }

    /** One that was told to wait goes ahead. */
    public synchronized void waited(OperationClass kind) {
        bucket(kind).waited();
    }

    /** How many operations of each class were allowed and refused. */
    public synchronized Map<OperationClass, Counts> counts() {
        return new EnumMap<>(counts);
    }

    /** Messages of this day. */
    public synchronized long messagesToday() {
        return quota.used(clock.instant());
    }

    /** Messages that a day may have. */
    public long messagesPerDay() {
        return quota.max();
    }

    /** Starts counting anew; places and messages stay taken. */
    public synchronized void restartCounts() {
        counts.replaceAll((_, _) -> new Counts(0, 0));
    }

    private Verdict judge(OperationClass kind, int bytes, Instant now) {
        if (!kind.availableIn(rules.tier())) {
            return new Verdict.NotInTier(rules.tier());
        }
        if (!quota.has(kind.messages(bytes, rules.tier()), now)) {
            return new Verdict.QuotaUsedUp(quota.max());
        }
        // What jobs do with devices is spread by the jobs themselves, at the tier's pace.
        return kind == OperationClass.JOB_DEVICE_OPERATIONS
                ? new Verdict.Go()
                : bucket(kind).take(kind.cost(bytes), now);
    }

    private Bucket bucket(OperationClass kind) {
        return buckets.computeIfAbsent(kind, missing -> new Bucket(missing.rate(rules.tier()), rules));
    }

    /** Operations of one class. */
    public record Counts(long allowed, long refused) {
        Counts and(boolean another) {
            return another ? new Counts(allowed + 1, refused) : new Counts(allowed, refused + 1);
        }
    }
}
