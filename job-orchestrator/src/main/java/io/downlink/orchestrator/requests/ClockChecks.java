package io.downlink.orchestrator.requests;

import io.downlink.contracts.jobs.JobChecks;
import io.downlink.contracts.jobs.Recurrence;
import io.downlink.contracts.requests.Limits;
import io.downlink.orchestrator.recurrence.Timetable;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** Holds the times in requests against the clock, and against what cron takes. */
public final class ClockChecks implements JobChecks {
    private final Clock clock;

    public ClockChecks(Clock clock) {
        this.clock = clock;
    }

    @Override
    public @Nullable String startTime(Instant time) {
        return time.isAfter(clock.instant().plus(Limits.JOB_START_AHEAD_MAX))
                ? "lies more than %d hours ahead: ask for the job later".formatted(Limits.JOB_START_AHEAD_MAX.toHours())
                : null;
    }

    @Override
    public @Nullable String cron(String expression) {
        try {
            var _ = Timetable.of(new Recurrence(expression, ZoneOffset.UTC));
            return null;
        } catch (IllegalArgumentException wrong) {
            return "is no time: %s. Five fields as in a crontab, such as \"30 2 * * MON-FRI\""
                    .formatted(wrong.getMessage());
        }
    }
}
