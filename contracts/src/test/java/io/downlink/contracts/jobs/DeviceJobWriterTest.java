package io.downlink.contracts.jobs;

import static io.downlink.contracts.JsonTexts.tree;
import static io.downlink.contracts.JsonTexts.utf8;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.NullNode;
import io.cloudevents.CloudEvent;
import io.cloudevents.kafka.KafkaMessageFactory;
import io.downlink.contracts.EventSchema;
import io.downlink.contracts.JsonSchemas;
import io.downlink.contracts.JsonTexts;
import io.downlink.contracts.jobs.DeviceJob.DeviceError;
import io.downlink.contracts.jobs.DeviceJob.MethodResponse;
import io.downlink.contracts.jobs.DeviceJob.Status;
import java.time.Instant;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceJobWriterTest {
    private static final Instant TIME = Instant.parse("2026-12-01T09:00:01.123456700Z");
    private static final DeviceJobWriter WRITER =
            new DeviceJobWriter("downlink.device-jobs", JobEventWriter.ORCHESTRATOR);

    static Stream<DeviceJob> outcomes() {
        return Stream.of("completed", "failed", "canceled", "pending").flatMap(DeviceJobWriterTest::outcomes);
    }

    private static Stream<DeviceJob> outcomes(String status) {
        JobId job = new JobId("default", "lock-43");
        return Stream.of(
                new DeviceJob(
                        job,
                        "pump-17",
                        "valve",
                        ActionType.DIRECT_METHOD,
                        status,
                        TIME,
                        new MethodResponse(200, tree("{\"n\":1.50}")),
                        new DeviceError("JobRunPreconditionFailed", "not reached in time")),
                new DeviceJob(
                        job,
                        "pump-17",
                        null,
                        null,
                        status,
                        TIME,
                        new MethodResponse(-1, NullNode.getInstance()),
                        new DeviceError("JobRunPreconditionFailed", null)),
                new DeviceJob(job, "pump-18", null, null, status, TIME, null, null));
    }

    @ParameterizedTest
    @CsvSource({
        "completed,COMPLETED",
        "failed,FAILED",
        "canceled,CANCELLED",
        "cancelled,CANCELLED",
        "Completed,COMPLETED",
        "pending,UNKNOWN",
        "'',UNKNOWN"
    })
    void shouldKnowHowItEndedByTheHubsWord(String hubStatus, Status status) {
        assertThat(outcomes(hubStatus)).extracting(DeviceJob::status).containsOnly(status);
    }

    @ParameterizedTest
    @MethodSource("outcomes")
    void shouldReadWhatItWrites(DeviceJob outcome) {
        assertThat(DeviceJobReader.read(WRITER.write(outcome).value())).contains(outcome);
    }

    @Test
    void shouldWriteTheDeviceForAKeyAndLeaveTheRestToTheProducer() {
        // when
        ProducerRecord<byte[], byte[]> record =
                WRITER.write(outcomes("completed").findFirst().orElseThrow());
        // then
        assertThat(record.topic()).isEqualTo("downlink.device-jobs");
        assertThat(new String(record.key(), UTF_8)).isEqualTo("pump-17");
        assertThat(record.partition()).isNull();
        assertThat(record.timestamp()).isNull();
        assertThat(new String(record.value(), UTF_8)).isEqualTo("""
                {"event":"completed","time":"2026-12-01T09:00:01.123456700Z","hub":"default","jobId":"lock-43",\
                "deviceId":"pump-17","moduleId":"valve","action":"direct-method","hubStatus":"completed",\
                "response":{"status":200,"payload":{"n":1.50}},\
                "error":{"code":"JobRunPreconditionFailed","description":"not reached in time"}}""");
    }

    /** The CloudEvents SDK has the last word on what a CloudEvent is. */
    @ParameterizedTest
    @MethodSource("outcomes")
    void shouldWriteCloudEvents(DeviceJob outcome) {
        // given
        ProducerRecord<byte[], byte[]> record = WRITER.write(outcome);
        // when
        CloudEvent read = KafkaMessageFactory.createReader(record.headers(), record.value())
                .toEvent();
        // then
        assertThat(read.getType())
                .isEqualTo("io.downlink.device-job." + outcome.status().wire());
        assertThat(read.getSource()).hasToString("/downlink/job-orchestrator");
        assertThat(read.getSubject()).isIn("pump-17", "pump-17/valve", "pump-18");
    }

    @Test
    void shouldGiveEveryOutcomeAnIdOfItsOwn() {
        assertThat(outcomes().map(DeviceJobWriter::id)).doesNotHaveDuplicates();
        assertThat(outcomes("failed").map(DeviceJobWriter::id))
                .isEqualTo(outcomes("failed").map(DeviceJobWriter::id).toList())
                .allMatch(id -> id.matches("failed-[0-9a-f]{32}"));
    }

    @ParameterizedTest
    @EnumSource
    void shouldBeDescribedByItsSchema(Status status) {
        new EventSchema(JsonSchemas.DEVICE_JOB, status.wire())
                .assertDescribes(outcomes()
                        .filter(outcome -> outcome.status() == status)
                        .map(DeviceJobWriter::json)
                        .toList());
    }

    @ParameterizedTest
    @MethodSource("outcomes")
    void shouldBeOneKindOfOutcomeToTheSchema(DeviceJob outcome) {
        assertThat(JsonSchemas.errors(JsonSchemas.DEVICE_JOB, DeviceJobWriter.json(outcome)))
                .isEmpty();
    }

    @Test
    void shouldIgnoreWhatALaterVersionAdds() {
        // given
        DeviceJob outcome = outcomes("failed").toList().getLast();
        String later = JsonTexts.with(DeviceJobWriter.json(outcome), "added", "[1]");
        // then
        assertThat(DeviceJobReader.read(utf8(later))).contains(outcome);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "no JSON", "[]", "{}", "{\"event\": \"completed\"}"})
    void shouldBeEmptyWhenItIsNoOutcome(@Nullable String value) {
        assertThat(DeviceJobReader.read(value == null ? null : utf8(value))).isEmpty();
    }
}
