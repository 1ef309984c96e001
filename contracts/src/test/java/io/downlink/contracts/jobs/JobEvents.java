package io.downlink.contracts.jobs;

import io.downlink.contracts.JsonTexts;
import io.downlink.contracts.jobs.JobEvent.About;
import io.downlink.contracts.jobs.JobEvent.Cause;
import io.downlink.contracts.jobs.JobEvent.OutcomesRead;
import io.downlink.contracts.requests.Problem;
import io.downlink.contracts.requests.RequestedBy;
import io.downlink.contracts.requests.Source;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** Events of every kind, with and without what may be missing. */
final class JobEvents {
    static final Instant TIME = Instant.parse("2026-12-01T09:00:01.500Z");
    static final About FULL = new About(
            TIME,
            new JobId("default", "lock-43"),
            JobRequestType.SCHEDULE,
            new Source("downlink.jobs", 0, 5),
            new RequestedBy("/ops", "alice", "e-1", "shift-7"),
            JsonTexts.tree("{\"ticket\":\"INC-4711\",\"n\":1.50}"),
            new Origin("lock", "lock-42", 1),
            "v1:" + "0a".repeat(32));
    static final About SPARE = new About(
            TIME,
            new JobId("default", "lock-43"),
            null,
            new Source("downlink.jobs", 0, 0),
            RequestedBy.NOBODY,
            null,
            Origin.REQUEST,
            "v1:" + "0a".repeat(32));
    static final JobForecast FORECAST = new JobForecast(
            10_000,
            List.of("pump-1", "pump-2"),
            "S1",
            1,
            true,
            JobForecast.Limit.DEVICE_OPERATIONS,
            10,
            10_000,
            Duration.ofSeconds(1_000),
            Duration.ofMinutes(5),
            new JobForecast.Messages(10_000, 10_000, 1_250),
            400_000);
    static final DeviceCounts DEVICES = new DeviceCounts(10, 4, 3, 2, 1);

    private JobEvents() {}

    static Stream<JobEvent> all() {
        return Stream.of(FULL, SPARE).flatMap(JobEvents::all);
    }

    private static Stream<JobEvent> all(About about) {
        return Stream.of(
                new JobEvent.Accepted(about),
                new JobEvent.Recurring(about, TIME),
                new JobEvent.Skipped(about, TIME, "an earlier run still runs"),
                new JobEvent.Waiting(about, "1 of 1 slots is taken"),
                new JobEvent.Scheduled(about, TIME),
                new JobEvent.Scheduled(about, null),
                new JobEvent.Progress(about, DEVICES, new OutcomesRead(7, TIME)),
                new JobEvent.Progress(about, DEVICES, new OutcomesRead(7, null)),
                new JobEvent.Progress(about, DEVICES, null),
                new JobEvent.CancelRefused(about, "it runs"),
                new JobEvent.Completed(about, DEVICES, TIME, TIME, List.of("lock-43-retry-1")),
                new JobEvent.Completed(about, DEVICES, null, null, List.of()),
                new JobEvent.Failed(about, new Cause(JobReason.REFUSED_BY_HUB, "409104", 409104, "t-1"), DEVICES),
                new JobEvent.Failed(about, new Cause(JobReason.JOB_ID_IN_USE, "in use", null, null), null),
                new JobEvent.Cancelled(about),
                new JobEvent.Forecast(about, FORECAST),
                new JobEvent.Invalid(
                        about, List.of(new Problem("startsAt", "1", "unknown"), new Problem("key", null, "missing"))));
    }
}
