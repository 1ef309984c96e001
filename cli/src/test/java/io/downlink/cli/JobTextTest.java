package io.downlink.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import io.downlink.contracts.jobs.ActionType;
import io.downlink.contracts.jobs.DeviceCounts;
import io.downlink.contracts.jobs.DeviceJob;
import io.downlink.contracts.jobs.DeviceJob.DeviceError;
import io.downlink.contracts.jobs.DeviceJob.MethodResponse;
import io.downlink.contracts.jobs.JobEvent;
import io.downlink.contracts.jobs.JobEvent.About;
import io.downlink.contracts.jobs.JobEvent.Accepted;
import io.downlink.contracts.jobs.JobEvent.CancelRefused;
import io.downlink.contracts.jobs.JobEvent.Cancelled;
import io.downlink.contracts.jobs.JobEvent.Cause;
import io.downlink.contracts.jobs.JobEvent.Completed;
import io.downlink.contracts.jobs.JobEvent.Failed;
import io.downlink.contracts.jobs.JobEvent.Forecast;
import io.downlink.contracts.jobs.JobEvent.Invalid;
import io.downlink.contracts.jobs.JobEvent.OutcomesRead;
import io.downlink.contracts.jobs.JobEvent.Progress;
import io.downlink.contracts.jobs.JobEvent.Recurring;
import io.downlink.contracts.jobs.JobEvent.Scheduled;
import io.downlink.contracts.jobs.JobEvent.Skipped;
import io.downlink.contracts.jobs.JobEvent.Waiting;
import io.downlink.contracts.jobs.JobForecast;
import io.downlink.contracts.jobs.JobId;
import io.downlink.contracts.jobs.JobReason;
import io.downlink.contracts.jobs.JobRequestType;
import io.downlink.contracts.jobs.Origin;
import io.downlink.contracts.requests.Problem;
import io.downlink.contracts.requests.RequestedBy;
import io.downlink.contracts.requests.Source;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class JobTextTest {
    private static final Instant TIME = Instant.parse("2026-12-01T10:00:00Z");
    private static final JobId JOB = new JobId("default", "lock-43");
    private static final About ABOUT = new About(
            TIME,
            JOB,
            JobRequestType.SCHEDULE,
            new Source("downlink.jobs", 0, 5),
            RequestedBy.NOBODY,
            null,
            Origin.REQUEST,
            "v1:00");
    private static final JobForecast FORECAST = new JobForecast(
            22,
            List.of("pump-1"),
            "S1",
            1,
            true,
            JobForecast.Limit.MAX_EXECUTION_TIME,
            10,
            20,
            Duration.ofSeconds(2),
            Duration.ofSeconds(3),
            new JobForecast.Messages(22, 22, 3),
            400_000);
    private static final DeviceCounts COUNTS = new DeviceCounts(22, 20, 1, 1, 0);

    static Stream<Arguments> events() {
        return Stream.of(
                Arguments.of(
                        new Accepted(ABOUT), "accepted   lock-43  kept until its time has come and the hub has a slot"),
                Arguments.of(new Waiting(ABOUT, "1 of 1 slots in use"), "waiting    lock-43  1 of 1 slots in use"),
                Arguments.of(new Scheduled(ABOUT, null), "scheduled  lock-43  the hub has it"),
                Arguments.of(
                        new Scheduled(ABOUT, TIME), "scheduled  lock-43  the hub starts it at 2026-12-01T10:00:00Z"),
                Arguments.of(
                        new Progress(ABOUT, COUNTS, new OutcomesRead(7, null)),
                        "progress   lock-43  22 devices: 20 succeeded, 1 failed, 1 running, 0 pending; outcomes read: 7"),
                Arguments.of(new CancelRefused(ABOUT, "it runs"), "cancel-refused  lock-43  it runs"),
                Arguments.of(
                        new Completed(ABOUT, COUNTS, null, null, List.of()),
                        "completed  lock-43  22 devices: 20 succeeded, 1 failed, 1 running, 0 pending"),
                Arguments.of(
                        new Completed(ABOUT, COUNTS, null, null, List.of("lock-43-retry-1")),
                        "completed  lock-43  22 devices: 20 succeeded, 1 failed, 1 running, 0 pending; tried again: lock-43-retry-1"),
                Arguments.of(new Recurring(ABOUT, TIME), "recurring  lock-43  is run next at " + TIME),
                Arguments.of(
                        new Skipped(ABOUT, TIME, "a run has not ended."),
                        "skipped    lock-43  not run at " + TIME + ": a run has not ended."),
                Arguments.of(
                        new Forecast(ABOUT, FORECAST),
                        "forecast   lock-43  would reach 20 of 22 devices in PT2S, outcomes read in PT3S more, 47 messages of 400000"
                                + " a day; limit: max-execution-time (S1, 1 units, assumed)"),
                Arguments.of(
                        new Failed(ABOUT, new Cause(JobReason.JOB_FAILED, "syntax error", null, null), null),
                        "failed     lock-43  JOB_FAILED  syntax error"),
                Arguments.of(new Cancelled(ABOUT), "cancelled  lock-43  taken back before it ran"),
                Arguments.of(
                        new Invalid(ABOUT, List.of(new Problem("action", null, "is missing"))),
                        "invalid    lock-43  action: is missing"));
    }

    @ParameterizedTest
    @MethodSource("events")
    void shouldTellAnEventInOneLine(JobEvent event, String line) {
        assertThat(JobText.of(event)).isEqualTo(line);
    }

    @Test
    void shouldTellWhatADeviceAnswered() {
        assertThat(JobText.of(outcome("completed", new MethodResponse(200, new TextNode("Door was locked.")), null)))
                .isEqualTo("completed  lock-43  pump-1  status 200  \"Door was locked.\"");
    }

    @Test
    void shouldStayOneLineWhateverTheHubSays() {
        Cause cause = new Cause(JobReason.JOB_FAILED, "syntax error\r\nat column 3\u001b[31m", null, null);

        assertThat(JobText.of(new Failed(ABOUT, cause, null)))
                .isEqualTo("failed     lock-43  JOB_FAILED  syntax error at column 3?[31m");
        assertThat(JobText.of(outcome("failed", null, new DeviceError("DeviceNotOnline", "not\nconnected"))))
                .isEqualTo("failed     lock-43  pump-1  DeviceNotOnline  not connected");
    }

    @Test
    void shouldTellWhatWentWrongOnADevice() {
        assertThat(JobText.of(outcome("failed", null, new DeviceError("DeviceNotOnline", "not connected"))))
                .isEqualTo("failed     lock-43  pump-1  DeviceNotOnline  not connected");
    }

    private static DeviceJob outcome(String hubStatus, @Nullable MethodResponse response, @Nullable DeviceError error) {
        return new DeviceJob(JOB, "pump-1", null, ActionType.DIRECT_METHOD, hubStatus, TIME, response, error);
    }
}
