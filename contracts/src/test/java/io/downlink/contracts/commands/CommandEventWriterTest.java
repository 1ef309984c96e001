package io.downlink.contracts.commands;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.cloudevents.CloudEvent;
import io.cloudevents.kafka.KafkaMessageFactory;
import io.downlink.contracts.JsonTexts;
import io.downlink.contracts.cloudevents.TraceContext;
import io.downlink.contracts.requests.RequestMeta;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CommandEventWriterTest {
    private static final int RECORD_BYTES_MAX = 1_048_588;
    private static final CommandEventWriter WRITER = writer(RECORD_BYTES_MAX);

    static Stream<CommandEvent> events() {
        return Events.all();
    }

    @ParameterizedTest
    @MethodSource("events")
    void shouldReadWhatItWrites(CommandEvent event) {
        assertThat(CommandEventReader.read(WRITER.write(event).value())).contains(event);
    }

    @Test
    void shouldWriteFlatJson() {
        // given
        CommandEvent event = new CommandEvent.Completed(
                Events.FULL, 200, JsonTexts.tree("{\"result\":\"Reboot started.\"}"), Events.TIMING);
        // when
        ProducerRecord<byte[], byte[]> record = WRITER.write(event);
        // then
        assertThat(text(record.value())).isEqualTo("""
                {"event":"completed","final":true,"time":"2026-12-01T09:00:01.500Z","hub":"default","deviceId":"pump-17",\
                "moduleId":"valve","commandId":"2f1c","type":"direct-method","attempts":2,\
                "source":{"topic":"downlink.commands","partition":3,"offset":17},\
                "requestedBy":{"source":"/ops","authid":"alice","eventId":"e-1","correlationId":"shift-7"},\
                "context":{"ticket":"INC-4711","n":1.50},"digest":"v1:%s","replayed":true,\
                "status":200,"payload":{"result":"Reboot started."},"waitedMs":1.5,"hubMs":40.25,"totalMs":46.0}""".formatted("0a".repeat(32)));
    }

    @Test
    void shouldTellTheTraceInTheHeadersAlone() {
        // given
        TraceContext trace = new TraceContext("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", "vendor=1");
        CommandEvent.About about = CommandEvent.About.of(
                new RequestMeta(Events.TIME, Events.FULL.source(), Events.FULL.requestedBy(), null, "v1:00", trace),
                Events.FULL.id(),
                null,
                Events.TIME,
                0);
        // when
        ProducerRecord<byte[], byte[]> record = WRITER.write(new CommandEvent.Cancelled(about));
        // then
        assertThat(text(record.headers().lastHeader("traceparent").value())).isEqualTo(trace.traceparent());
        assertThat(text(record.headers().lastHeader("tracestate").value())).isEqualTo("vendor=1");
        assertThat(text(record.value())).doesNotContain("trace");
        assertThat(WRITER.write(new CommandEvent.Cancelled(Events.FULL))
                        .headers()
                        .lastHeader("traceparent"))
                .isNull();
    }

    @Test
    void shouldWriteToThePartitionOfTheRequestWithTheDeviceForAKey() {
        // when
        ProducerRecord<byte[], byte[]> record = WRITER.write(new CommandEvent.Cancelled(Events.FULL));
        // then
        assertThat(record.topic()).isEqualTo("downlink.command-events");
        assertThat(record.partition()).isEqualTo(3);
        assertThat(text(record.key())).isEqualTo("pump-17");
        assertThat(record.timestamp()).isEqualTo(Events.TIME.toEpochMilli());
    }

    /** The CloudEvents SDK has the last word on what a CloudEvent is. */
    @ParameterizedTest
    @MethodSource("events")
    void shouldWriteCloudEvents(CommandEvent event) {
        // given
        ProducerRecord<byte[], byte[]> record = WRITER.write(event);
        // when
        CloudEvent read = KafkaMessageFactory.createReader(record.headers(), record.value())
                .toEvent();
        // then
        assertThat(read.getType()).isEqualTo("io.downlink.command." + event.name());
        assertThat(read.getSource()).hasToString("/downlink/command-gateway");
        assertThat(read.getSubject()).startsWith("pump-17");
        assertThat(read.getTime()).isEqualTo(OffsetDateTime.parse("2026-12-01T09:00:01.500Z"));
        assertThat(read.getDataContentType()).isEqualTo("application/json");
        assertThat(read.getExtension("causationid"))
                .isEqualTo(event.about().requestedBy().eventId());
        assertThat(read.getExtension("correlationid"))
                .isEqualTo(event.about().requestedBy().correlationId());
    }

    @Test
    void shouldGiveTheSameIdToTheSameEventAndAnotherToEveryOther() {
        // given
        CommandEvent event = new CommandEvent.Cancelled(Events.FULL);
        List<CommandEvent> others =
                List.of(new CommandEvent.CancelRefused(Events.FULL, "sent"), new CommandEvent.Cancelled(Events.SPARE));
        // then
        assertThat(CommandEventWriter.id(event))
                .isEqualTo(CommandEventWriter.id(new CommandEvent.Cancelled(Events.FULL)))
                .matches("cancelled-[0-9a-f]{32}");
        assertThat(others).extracting(CommandEventWriter::id).doesNotContain(CommandEventWriter.id(event));
    }

    @Test
    void shouldLeaveOutThePayloadWhenTheRecordWouldNotFit() {
        // given
        CommandEvent.Completed event =
                new CommandEvent.Completed(Events.FULL, 200, TextNode.valueOf("x".repeat(2000)), Events.TIMING);
        // when
        JsonNode omitted = json(writer(2000).write(event));
        // then
        assertThat(omitted.path("payloadOmitted").asBoolean()).isTrue();
        assertThat(omitted.has("payload")).isFalse();
        assertThat(json(WRITER.write(event)).has("payloadOmitted")).isFalse();
    }

    @Test
    void shouldWriteARefusedRequestWhateverItsIdsHold() {
        // given
        ReadResult.Refused refused = (ReadResult.Refused) Records.read("""
                {"deviceId": "pump-17", "commandId": "\\ud83d", "type": "cancel", "context": "\\udc00"}""");
        // when
        Optional<CommandEvent> read = CommandEventReader.read(
                WRITER.write(refused.toEvent(Events.TIME)).value());
        // then
        assertThat(read).containsInstanceOf(CommandEvent.CancelRefused.class);
    }

    private static CommandEventWriter writer(int recordBytesMax) {
        return new CommandEventWriter("downlink.command-events", CommandEventWriter.GATEWAY, recordBytesMax);
    }

    private static JsonNode json(ProducerRecord<byte[], byte[]> record) {
        return JsonTexts.tree(text(record.value()));
    }

    private static String text(byte[] utf8) {
        return new String(utf8, StandardCharsets.UTF_8);
    }
}
