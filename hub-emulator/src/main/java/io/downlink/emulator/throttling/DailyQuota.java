package io.downlink.emulator.throttling;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** The messages of a day, which begins at midnight UTC. The throttle's lock guards it. */
final class DailyQuota {
    private final long max;
    private LocalDate day = LocalDate.MIN;
    private long used;

    DailyQuota(ThrottlingRules rules) {
        this.max = rules.tier().messagesPerDay() * rules.units();
    }

    long max() {
        return max;
    }

    long used(Instant now) {
        turn(now);
        return used;
    }

    boolean has(long messages, Instant now) {
        turn(now);
        return messages == 0 || used + messages <= max;
    }

    void use(long messages) {
        used += messages;
    }

    private void turn(Instant now) {
        LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        if (!today.equals(day)) {
            day = today;
            used = 0;
        }
    }
}
