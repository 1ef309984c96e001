package io.downlink.contracts.jobs;

import static io.downlink.contracts.JsonTexts.tree;
import static io.downlink.contracts.JsonTexts.utf8;
import static io.downlink.contracts.KafkaRecords.RECORD_TIME;
import static io.downlink.contracts.jobs.JobRecords.READER;
import static io.downlink.contracts.jobs.JobRecords.read;
import static io.downlink.contracts.jobs.JobRecords.record;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.downlink.contracts.JsonTexts;
import io.downlink.contracts.jobs.JobReadResult.Accepted;
import io.downlink.contracts.jobs.JobReadResult.Refused;
import io.downlink.contracts.jobs.JobReadResult.Unreadable;
import io.downlink.contracts.jobs.JobRequest.Action;
import io.downlink.contracts.jobs.JobRequest.Cancel;
import io.downlink.contracts.jobs.JobRequest.DryRun;
import io.downlink.contracts.jobs.JobRequest.Schedule;
import io.downlink.contracts.methods.Method;
import io.downlink.contracts.methods.MethodTimeouts;
import io.downlink.contracts.requests.Priority;
import io.downlink.contracts.requests.Problem;
import io.downlink.contracts.requests.RequestedBy;
import io.downlink.contracts.requests.Source;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JobReaderTest {
    private static final JobId LOCK_43 = new JobId("default", "lock-43");

    @Test
    void shouldFillInDefaultsWhenAJobSaysNothing() {
        assertThat(request(JobRecords.METHOD))
                .isEqualTo(new Schedule(
                        LOCK_43,
                        "*",
                        null,
                        Duration.ofHours(1),
                        DeviceOutcomes.FAILED,
                        Priority.INTERACTIVE,
                        0,
                        null,
                        new Action.DirectMethod(
                                new Method("LockDoor", NullNode.getInstance(), Duration.ZERO, Duration.ofSeconds(30))),
                        Origin.REQUEST));
    }

    @Test
    void shouldReadEveryFieldOfAMethodJob() {
        // when
        Accepted accepted = (Accepted) read("""
                { "type": "schedule", "jobId": "lock-43", "hub": "west", "queryCondition": "tags.Building = '43'",
                  "startTime": "2026-12-01T10:00:00.5Z", "maxExecutionTime": "PT2M", "deviceOutcomes": "all", "priority": "bulk", "retryFailed": 3,
                  "action": { "type": "direct-method", "tags": null,
                    "method": { "name": "LockDoor", "payload": [1.50], "connectTimeout": "PT5S", "responseTimeout": "PT6S" } },
                  "context": {"ticket": "INC-4711"} }""");
        // then
        assertThat(accepted.request())
                .isEqualTo(new Schedule(
                        new JobId("west", "lock-43"),
                        "tags.Building = '43'",
                        Instant.parse("2026-12-01T10:00:00.5Z"),
                        Duration.ofMinutes(2),
                        DeviceOutcomes.ALL,
                        Priority.BULK,
                        3,
                        null,
                        new Action.DirectMethod(
                                new Method("LockDoor", tree("[1.50]"), Duration.ofSeconds(5), Duration.ofSeconds(6))),
                        Origin.REQUEST));
        assertThat(accepted.meta().context()).hasToString("{\"ticket\":\"INC-4711\"}");
        assertThat(accepted.meta().source()).isEqualTo(new Source("downlink.jobs", 0, 5));
    }

    @Test
    void shouldReadTagsAndDesiredPropertiesAsTheyAreWritten() {
        // when
        Schedule request = (Schedule) request("""
                { "type": "schedule", "jobId": "lock-43", "queryCondition": "deviceId IN ['a','b']",
                  "action": { "type": "update-twin", "tags": {"Floor": null}, "desired": {"LocationUpdate": {"at": 1.50}} } }""");
        // then
        assertThat(request.action()).isEqualTo(new Action.UpdateTwin((ObjectNode) tree("{\"Floor\":null}"), (ObjectNode)
                tree("{\"LocationUpdate\":{\"at\":1.50}}")));
    }

    @Test
    void shouldReadWhenAJobIsRunAgainAndAgain() {
        // given
        String request = JobRecords.METHOD.replace(
                "\"queryCondition\"", "\"recurrence\": {\"cron\": \"30 2 * * *\"%s}, \"queryCondition\"");
        // then
        assertThat(((Schedule) request(request.formatted(", \"timeZone\": \"Europe/Berlin\""))).recurrence())
                .isEqualTo(new Recurrence("30 2 * * *", ZoneId.of("Europe/Berlin")));
        assertThat(((Schedule) request(request.formatted(""))).recurrence())
                .isEqualTo(new Recurrence("30 2 * * *", ZoneOffset.UTC));
    }

    @Test
    void shouldTellWhatOthersHaveAgainstTimesTogetherWithTheRest() {
        // given
        JobChecks against = new JobChecks() {
            @Override
            public String startTime(Instant time) {
                return "too far ahead";
            }

            @Override
            public String cron(String expression) {
                return "never comes";
            }
        };
        String request = JobRecords.METHOD.replace("\"*\"", "\" \", %s");
        // when
        Refused once = refused(against, request.formatted("\"startTime\": \"2026-12-01T10:00:00Z\""));
        Refused again = refused(against, request.formatted("\"recurrence\": {\"cron\": \"0 0 31 2 *\"}"));
        // then
        assertThat(once.problems()).extracting(Problem::field).containsExactlyInAnyOrder("queryCondition", "startTime");
        assertThat(once.problems()).contains(new Problem("startTime", "\"2026-12-01T10:00:00Z\"", "too far ahead"));
        assertThat(again.problems()).contains(new Problem("recurrence.cron", "\"0 0 31 2 *\"", "never comes"));
    }

    private static Refused refused(JobChecks checks, String request) {
        return (Refused) new JobReader(MethodTimeouts.STANDARD, checks).read(record("lock-43", utf8(request)));
    }

    @Test
    void shouldReadADryRunAsTheJobThatItIsAbout() {
        assertThat(request(JobRecords.METHOD.replace("schedule", "dry-run")))
                .isEqualTo(new DryRun((Schedule) request(JobRecords.METHOD)));
    }

    @Test
    void shouldReadACancel() {
        assertThat(request(JobRecords.CANCEL)).isEqualTo(new Cancel(LOCK_43));
    }

    @Test
    void shouldTakeNullForLeftOut() {
        assertThat(request("""
                { "type": "schedule", "jobId": "lock-43", "hub": null, "queryCondition": "*", "startTime": null,
                  "maxExecutionTime": null, "deviceOutcomes": null, "priority": null, "retryFailed": null, "recurrence": null, "context": null, "action": { "type": "direct-method",
                    "tags": null, "desired": null, "method": { "name": "LockDoor", "payload": null } } }""")).isEqualTo(request(JobRecords.METHOD));
    }

    @Test
    void shouldUseTheTimeoutsThatAreConfigured() {
        // given
        MethodTimeouts slow = new MethodTimeouts(Duration.ofSeconds(20), Duration.ofSeconds(200));
        // when
        Accepted accepted =
                (Accepted) new JobReader(slow, JobChecks.NONE).read(record("lock-43", utf8(JobRecords.METHOD)));
        // then
        Action.DirectMethod action = (Action.DirectMethod) ((Schedule) accepted.request()).action();
        assertThat(action.method().responseTimeout()).isEqualTo(Duration.ofSeconds(200));
    }

    @Test
    void shouldTellWhoAskedWhenTheRecordIsACloudEvent() {
        assertThat(((Accepted) read(
                                JobRecords.CANCEL,
                                "ce_specversion",
                                "1.0",
                                "ce_id",
                                "e-1",
                                "ce_source",
                                "/ops",
                                "ce_authid",
                                "alice"))
                        .meta()
                        .requestedBy())
                .isEqualTo(new RequestedBy("/ops", "alice", "e-1", null));
    }

    @Test
    void shouldTellEverythingAboutARefusedRequestThatIsKnown() {
        // when
        Refused refused = (Refused) read("""
                {"type": "schedule", "jobId": "lock-43", "hub": "west", "context": [1]}""");
        JobEvent.Invalid event = refused.toEvent(RECORD_TIME);
        // then
        assertThat(event.about().id()).isEqualTo(new JobId("west", "lock-43"));
        assertThat(event.about().type()).isEqualTo(JobRequestType.SCHEDULE);
        assertThat(event.about().context()).hasToString("[1]");
        assertThat(event.problems()).extracting(Problem::field).containsExactlyInAnyOrder("queryCondition", "action");
    }

    @Test
    void shouldTellASenderWhoseJobIdIsNone() {
        // given
        String longId = "j".repeat(65);
        // when
        JobReadResult result =
                READER.read(record(longId, utf8(JsonTexts.with(JobRecords.CANCEL, "jobId", JsonTexts.quoted(longId)))));
        // then
        assertThat(result).isInstanceOfSatisfying(Refused.class, refused -> {
            assertThat(refused.id().jobId()).isEqualTo(longId);
            assertThat(refused.problems()).extracting(Problem::field).containsExactly("jobId");
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "NULL", textBlock = """
            lock-43 | lock all the doors | the value is not JSON: line 1, column 6
            lock-43 | [1]                | the value is JSON, but not an object
            no job  | {"type": "cancel"} | neither jobId nor the record's key is a job id
            NULL    | {"type": "cancel"} | neither jobId nor the record's key is a job id
            NULL    | {"jobId": ""}      | neither jobId nor the record's key is a job id
            """)
    void shouldSayWhatARecordIsInstead(String key, String value, String cause) {
        assertThat(READER.read(record(key, utf8(value)))).isEqualTo(new Unreadable(cause));
    }

    private static JobRequest request(String json) {
        JobReadResult result = read(json);
        assertThat(result).isInstanceOf(Accepted.class);
        return ((Accepted) result).request();
    }
}
