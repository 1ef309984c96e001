package io.downlink.emulator.throttling;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The places of one class of operations. As much as may be done in a second or a minute may be done at once; from then on
 * each operation waits for its place, in the order in which they come. The throttle's lock guards it.
 */
final class Bucket {
    private final double perNano;
    private final double capacity;
    private final ThrottlingRules rules;
    private double free;
    private int waiting;
    private @Nullable Instant filled;

    Bucket(Rate rate, ThrottlingRules rules) {
        this.capacity = rate.operations(rules.units());
        this.perNano = capacity / rate.time().toNanos();
        this.rules = rules;
        this.free = capacity;
    }

    Verdict take(long cost, Instant now) {
        fill(now);
        double left = free - cost;
        if (left >= 0) {
            free = left;
            return new Verdict.Go();
        }
        Duration pause = Duration.ofNanos((long) Math.ceil(-left / perNano));
        if (pause.compareTo(rules.backlogTimeout()) > 0) {
            return new Verdict.TooFast();
        }
        if (waiting >= rules.backlogMax()) {
            return new Verdict.TooMany();
        }
        waiting++;
        free = left;
        return new Verdict.Wait(pause);
    }

    /** One that waited goes ahead. */
    void waited() {
        waiting--;
    }

    private void fill(Instant now) {
        if (filled != null && now.isAfter(filled)) {
            free = Math.min(capacity, free + Duration.between(filled, now).toNanos() * perNano);
        }
        if (filled == null || now.isAfter(filled)) {
            filled = now;
        }
    }
}
