package io.downlink.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.downlink.contracts.jobs.DeviceOutcomes;
import io.downlink.contracts.jobs.JobChecks;
import io.downlink.contracts.jobs.JobReadResult.Accepted;
import io.downlink.contracts.jobs.JobReader;
import io.downlink.contracts.jobs.JobRequest;
import io.downlink.contracts.jobs.JobRequest.DryRun;
import io.downlink.contracts.jobs.JobRequest.Schedule;
import io.downlink.contracts.jobs.JobRequestType;
import io.downlink.contracts.jobs.Recurrence;
import io.downlink.contracts.methods.MethodTimeouts;
import io.downlink.contracts.requests.Priority;
import io.downlink.contracts.topics.Topics;
import java.time.ZoneId;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** What the command line says is what the orchestrator reads. */
class JobRequestsTest {

    @Test
    void shouldSayNothingThatIsLeftOut() {
        // when
        Schedule request = (Schedule) read(JobRequestType.SCHEDULE);
        // then
        assertThat(request.deviceOutcomes()).isEqualTo(DeviceOutcomes.FAILED);
        assertThat(request.priority()).isEqualTo(Priority.INTERACTIVE);
        assertThat(request.retryFailed()).isZero();
        assertThat(request.recurrence()).isNull();
    }

    @Test
    void shouldSayHowOftenAndWhenAJobIsRun() {
        // when
        Schedule request = (Schedule) read(
                JobRequestType.SCHEDULE,
                "--outcomes=all",
                "--priority=bulk",
                "--retry-failed=2",
                "--cron=30 2 * * *",
                "--time-zone=Europe/Berlin");
        // then
        assertThat(request.deviceOutcomes()).isEqualTo(DeviceOutcomes.ALL);
        assertThat(request.priority()).isEqualTo(Priority.BULK);
        assertThat(request.retryFailed()).isEqualTo(2);
        assertThat(request.recurrence()).isEqualTo(new Recurrence("30 2 * * *", ZoneId.of("Europe/Berlin")));
    }

    @Test
    void shouldAskForADryRunOfTheSameJob() {
        assertThat(read(JobRequestType.DRY_RUN, "--retry-failed=2"))
                .isEqualTo(new DryRun((Schedule) read(JobRequestType.SCHEDULE, "--retry-failed=2")));
    }

    private static JobRequest read(JobRequestType type, String... options) {
        JobTerms terms = new JobTerms();
        var _ = new CommandLine(terms).parseArgs(options);
        String request = JobRequests.method(type, "lock-43", "*", "LockDoor", null, terms);
        return ((Accepted) new JobReader(MethodTimeouts.STANDARD, JobChecks.NONE)
                        .read(new ConsumerRecord<>(
                                Topics.JOBS, 0, 0, "lock-43".getBytes(UTF_8), request.getBytes(UTF_8))))
                .request();
    }
}
