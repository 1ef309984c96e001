package io.downlink.contracts.jobs;

import static io.downlink.contracts.JsonTexts.utf8;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.cloudevents.CloudEvent;
import io.cloudevents.kafka.KafkaMessageFactory;
import io.downlink.contracts.EventSchema;
import io.downlink.contracts.JsonSchemas;
import io.downlink.contracts.JsonTexts;
import io.downlink.contracts.cloudevents.TraceContext;
import io.downlink.contracts.requests.RequestMeta;
import java.time.OffsetDateTime;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class JobEventWriterTest {
    private static final JobEventWriter WRITER = new JobEventWriter("downlink.job-events", JobEventWriter.ORCHESTRATOR);

    static Stream<JobEvent> events() {
        return JobEvents.all();
    }

    static Set<String> names() {
        return JobEvents.all().map(JobEvent::name).collect(Collectors.toSet());
    }

    @Test
    void shouldHaveASampleOfEveryEvent() {
        assertThat(JobEvents.all().<Class<?>>map(Object::getClass)).contains(JobEvent.class.getPermittedSubclasses());
    }

    @ParameterizedTest
    @MethodSource("events")
    void shouldReadWhatItWrites(JobEvent event) {
        assertThat(JobEventReader.read(WRITER.write(event).value())).contains(event);
    }

    @Test
    void shouldTellTheTraceInTheHeadersAlone() {
        // given
        TraceContext trace = new TraceContext("00-" + "1".repeat(32) + "-" + "2".repeat(16) + "-01", "a=b");
        RequestMeta meta = new RequestMeta(
                JobEvents.TIME,
                JobEvents.FULL.source(),
                JobEvents.FULL.requestedBy(),
                null,
                JobEvents.FULL.digest(),
                trace);
        JobEvent event = new JobEvent.Cancelled(
                JobEvent.About.of(meta, JobEvents.FULL.id(), JobRequestType.CANCEL, JobEvents.TIME));
        // when
        var record = WRITER.write(event);
        // then
        assertThat(new String(record.headers().lastHeader("traceparent").value(), UTF_8))
                .isEqualTo(trace.traceparent());
        assertThat(new String(record.headers().lastHeader("tracestate").value(), UTF_8))
                .isEqualTo("a=b");
        assertThat(new String(record.value(), UTF_8)).doesNotContain("trace");
    }

    @Test
    void shouldWriteFlatJson() {
        // given
        JobEvent event =
                new JobEvent.Progress(JobEvents.FULL, JobEvents.DEVICES, new JobEvent.OutcomesRead(7, JobEvents.TIME));
        // then
        assertThat(new String(WRITER.write(event).value(), UTF_8)).isEqualTo("""
                {"event":"progress","final":false,"time":"2026-12-01T09:00:01.500Z","hub":"default","jobId":"lock-43",\
                "type":"schedule","source":{"topic":"downlink.jobs","partition":0,"offset":5},\
                "requestedBy":{"source":"/ops","authid":"alice","eventId":"e-1","correlationId":"shift-7"},\
                "context":{"ticket":"INC-4711","n":1.50},"runOf":"lock","follows":"lock-42","retry":1,"digest":"v1:%s",\
                "devices":{"total":10,"succeeded":4,"failed":3,"running":2,"pending":1},\
                "outcomesRead":7,"restExpectedAt":"2026-12-01T09:00:01.500Z"}""".formatted("0a".repeat(32)));
    }

    @Test
    void shouldWriteTheJobForAKey() {
        // when
        ProducerRecord<byte[], byte[]> record = WRITER.write(new JobEvent.Accepted(JobEvents.FULL));
        // then
        assertThat(record.topic()).isEqualTo("downlink.job-events");
        assertThat(new String(record.key(), UTF_8)).isEqualTo("lock-43");
        assertThat(record.timestamp()).isEqualTo(JobEvents.TIME.toEpochMilli());
    }

    /** The CloudEvents SDK has the last word on what a CloudEvent is. */
    @ParameterizedTest
    @MethodSource("events")
    void shouldWriteCloudEvents(JobEvent event) {
        // given
        ProducerRecord<byte[], byte[]> record = WRITER.write(event);
        // when
        CloudEvent read = KafkaMessageFactory.createReader(record.headers(), record.value())
                .toEvent();
        // then
        assertThat(read.getType()).isEqualTo("io.downlink.job." + event.name());
        assertThat(read.getSource()).hasToString("/downlink/job-orchestrator");
        assertThat(read.getSubject()).isEqualTo("lock-43");
        assertThat(read.getTime()).isEqualTo(OffsetDateTime.parse("2026-12-01T09:00:01.500Z"));
        assertThat(read.getExtension("causationid"))
                .isEqualTo(event.about().requestedBy().eventId());
        assertThat(read.getExtension("correlationid"))
                .isEqualTo(event.about().requestedBy().correlationId());
    }

    @Test
    void shouldGiveEveryEventAnIdOfItsOwn() {
        assertThat(JobEvents.all().map(JobEventWriter::id)).doesNotHaveDuplicates();
    }

    @Test
    void shouldGiveTheSameIdWhenTheSameIsToldLater() {
        // given
        JobEvent.About about = JobEvents.SPARE;
        JobEvent.About later = new JobEvent.About(
                about.time().plusSeconds(9),
                about.id(),
                about.type(),
                about.source(),
                about.requestedBy(),
                about.context(),
                about.origin(),
                about.digest());
        // then
        assertThat(JobEventWriter.id(new JobEvent.Progress(later, JobEvents.DEVICES, null)))
                .isEqualTo(JobEventWriter.id(new JobEvent.Progress(about, JobEvents.DEVICES, null)))
                .isNotEqualTo(JobEventWriter.id(new JobEvent.Progress(about, new DeviceCounts(10, 5, 3, 1, 1), null)))
                .matches("progress-[0-9a-f]{32}");
    }

    @ParameterizedTest
    @MethodSource("names")
    void shouldBeDescribedByItsSchema(String name) {
        new EventSchema(JsonSchemas.JOB_EVENT, name)
                .assertDescribes(JobEvents.all()
                        .filter(event -> event.name().equals(name))
                        .map(JobEventJson::of)
                        .toList());
    }

    @ParameterizedTest
    @MethodSource("events")
    void shouldBeOneKindOfEventToTheSchema(JobEvent event) {
        assertThat(JsonSchemas.errors(JsonSchemas.JOB_EVENT, JobEventJson.of(event)))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void shouldHaveEveryReasonInItsSchema(JobReason reason) {
        // given
        JobEvent event = new JobEvent.Failed(JobEvents.SPARE, new JobEvent.Cause(reason, "", null, null), null);
        // then
        assertThat(JsonSchemas.errors(JsonSchemas.JOB_EVENT, JobEventJson.of(event)))
                .isEmpty();
    }

    @Test
    void shouldReadAReasonOfALaterVersionAsUnexpected() {
        // given
        String failed = JobEventJson.of(new JobEvent.Failed(
                JobEvents.SPARE, new JobEvent.Cause(JobReason.JOB_FAILED, "no such field", null, null), null));
        // when
        String later = JsonTexts.with(JsonTexts.with(failed, "reason", "\"STRUCK_BY_LIGHTNING\""), "added", "[1]");
        // then
        assertThat(JobEventReader.read(utf8(later)))
                .contains(new JobEvent.Failed(
                        JobEvents.SPARE, new JobEvent.Cause(JobReason.UNEXPECTED, "no such field", null, null), null));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "no JSON", "[]", "{}", "{\"event\": \"accepted\"}"})
    void shouldBeEmptyWhenItIsNoEvent(@Nullable String value) {
        assertThat(JobEventReader.read(value == null ? null : utf8(value))).isEmpty();
    }

    @Test
    void shouldBeEmptyWhenALaterVersionHasAnotherEvent() {
        // given
        String later = JsonTexts.with(JobEventJson.of(new JobEvent.Accepted(JobEvents.FULL)), "event", "\"paused\"");
        // then
        assertThat(JobEventReader.read(utf8(later))).isEmpty();
    }
}
