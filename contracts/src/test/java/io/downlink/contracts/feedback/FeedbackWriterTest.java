package io.downlink.contracts.feedback;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.cloudevents.CloudEvent;
import io.cloudevents.kafka.KafkaMessageFactory;
import io.downlink.contracts.EventSchema;
import io.downlink.contracts.JsonSchemas;
import io.downlink.contracts.feedback.Feedback.Report;
import java.time.OffsetDateTime;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class FeedbackWriterTest {
    private static final FeedbackWriter WRITER = new FeedbackWriter("downlink.feedback", FeedbackWriter.COLLECTOR);

    static Stream<Feedback> feedback() {
        return Reports.all();
    }

    static Set<String> names() {
        return Reports.all().map(Feedback::name).collect(Collectors.toSet());
    }

    @Test
    void shouldHaveASampleOfEveryKind() {
        assertThat(names()).hasSize(6);
    }

    @ParameterizedTest
    @MethodSource("feedback")
    void shouldReadWhatItWrites(Feedback feedback) {
        assertThat(FeedbackReader.read(WRITER.write(feedback).value())).contains(feedback);
    }

    @Test
    void shouldWriteFlatJson() {
        assertThat(text(WRITER.write(Feedback.of(Reports.report("Success", "77aa")))
                        .value()))
                .isEqualTo("""
                        {"event":"delivered","time":"2026-12-01T09:00:01.123456700Z","hub":"default","deviceId":"pump-17",\
                        "commandId":"77aa","deviceGenerationId":"638012345","statusCode":"Success","description":"Success",\
                        "enqueuedTimeUtc":"2026-12-01T09:00:01.123456700Z","origin":"command"}""");
    }

    @Test
    void shouldWriteNullForTheCommandOfAMessageWithoutId() {
        assertThat(text(WRITER.write(Feedback.of(Reports.report("Success", null)))
                        .value()))
                .contains("\"commandId\":null");
    }

    @Test
    void shouldLeavePartitionAndTimestampToTheProducer() {
        // when
        ProducerRecord<byte[], byte[]> record = WRITER.write(Feedback.of(Reports.report("Expired", null)));
        // then
        assertThat(record.topic()).isEqualTo("downlink.feedback");
        assertThat(text(record.key())).isEqualTo("pump-17");
        assertThat(record.partition()).isNull();
        assertThat(record.timestamp()).isNull();
    }

    /** The CloudEvents SDK has the last word on what a CloudEvent is. */
    @ParameterizedTest
    @MethodSource("feedback")
    void shouldWriteCloudEvents(Feedback feedback) {
        // given
        ProducerRecord<byte[], byte[]> record = WRITER.write(feedback);
        // when
        CloudEvent read = KafkaMessageFactory.createReader(record.headers(), record.value())
                .toEvent();
        // then
        assertThat(read.getId()).isEqualTo(feedback.eventId());
        assertThat(read.getType()).isEqualTo("io.downlink.feedback." + feedback.name());
        assertThat(read.getSource()).hasToString("/downlink/feedback-collector");
        assertThat(read.getSubject()).isEqualTo("pump-17");
        assertThat(read.getTime()).isEqualTo(OffsetDateTime.parse("2026-12-01T09:00:01.1234567Z"));
        assertThat(read.getDataContentType()).isEqualTo("application/json");
    }

    /** A CloudEvent has no empty subject. */
    @Test
    void shouldWriteNoSubjectWhereTheHubNamedNoDevice() {
        assertThat(WRITER.write(Feedback.of(
                                new Report("default", "", "", null, "unknown", "", Reports.TIME, Origin.NO_ID)))
                        .headers()
                        .lastHeader("ce_subject"))
                .isNull();
    }

    @ParameterizedTest
    @MethodSource("names")
    void shouldBeDescribedByItsSchema(String name) {
        new EventSchema(JsonSchemas.FEEDBACK, name)
                .assertDescribes(Reports.all()
                        .filter(feedback -> feedback.name().equals(name))
                        .map(FeedbackWriter::json)
                        .toList());
    }

    @ParameterizedTest
    @MethodSource("feedback")
    void shouldBeOneKindOfFeedbackToTheSchema(Feedback feedback) {
        assertThat(JsonSchemas.errors(JsonSchemas.FEEDBACK, FeedbackWriter.json(feedback)))
                .isEmpty();
    }

    @Test
    void shouldIgnoreWhatALaterVersionAdds() {
        // given
        Feedback lost = Reports.all()
                .filter(Feedback.Lost.class::isInstance)
                .findFirst()
                .orElseThrow();
        String later = FeedbackWriter.json(lost).replace("{", "{\"added\":[1],");
        // then
        assertThat(FeedbackReader.read(later.getBytes(UTF_8))).contains(lost);
        assertThat(JsonSchemas.errors(JsonSchemas.FEEDBACK, later)).isEmpty();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "no JSON",
                "[]",
                "{}",
                "{\"event\":\"postponed\"}",
                "{\"event\":\"delivered\"}",
                "{\"event\":\"lost\",\"hub\":\"h\",\"deviceId\":\"d\",\"commandId\":\"c\",\"time\":\"noon\"}"
            })
    void shouldBeEmptyWhenItIsNoFeedback(@Nullable String value) {
        assertThat(FeedbackReader.read(value == null ? null : value.getBytes(UTF_8)))
                .isEmpty();
    }

    private static String text(byte[] utf8) {
        return new String(utf8, UTF_8);
    }
}
