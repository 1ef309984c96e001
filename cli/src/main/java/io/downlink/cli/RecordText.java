package io.downlink.cli;

import static io.downlink.cli.EventText.place;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import io.downlink.contracts.commands.CommandEventReader;
import io.downlink.contracts.feedback.FeedbackReader;
import io.downlink.contracts.jobs.DeviceJobReader;
import io.downlink.contracts.jobs.JobEventReader;
import io.downlink.contracts.json.ExactJson;
import io.downlink.contracts.topics.Topics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** A record in one line. */
final class RecordText {
    private RecordText() {}

    /** For a person: an event in words, anything else as it stands. */
    static String line(ConsumerRecord<byte[], byte[]> record) {
        Instant time = Instant.ofEpochMilli(record.timestamp());
        return time + "  " + told(record).orElseGet(() -> asItStands(record));
    }

    /** In words; empty where it is nothing that Downlink tells, or more than this version knows. */
    private static Optional<String> told(ConsumerRecord<byte[], byte[]> record) {
        return switch (record.topic()) {
            case Topics.COMMAND_EVENTS ->
                CommandEventReader.read(record.value()).map(EventText::of);
            case Topics.FEEDBACK -> FeedbackReader.read(record.value()).map(FeedbackText::of);
            case Topics.JOB_EVENTS -> JobEventReader.read(record.value()).map(JobText::of);
            case Topics.DEVICE_JOBS -> DeviceJobReader.read(record.value()).map(JobText::of);
            default -> Optional.empty();
        };
    }

    private static String asItStands(ConsumerRecord<byte[], byte[]> record) {
        return "%s  %s  %s"
                .formatted(
                        place(record.topic(), record.partition(), record.offset()),
                        oneLine(text(record.key())),
                        oneLine(text(record.value())));
    }

    /** For a program: a JSON object. The value stands in it as JSON where it is JSON, as text where it is not. */
    static String json(ConsumerRecord<byte[], byte[]> record) {
        return ExactJson.write(json -> {
            json.writeStartObject();
            json.writeStringField("topic", record.topic());
            json.writeNumberField("partition", record.partition());
            json.writeNumberField("offset", record.offset());
            json.writeStringField(
                    "time", Instant.ofEpochMilli(record.timestamp()).toString());
            json.writeStringField("key", text(record.key()));
            json.writeObjectFieldStart("headers");
            for (Header header : record.headers()) {
                json.writeStringField(header.key(), text(header.value()));
            }
            json.writeEndObject();
            json.writeFieldName("value");
            writeValue(json, record.value());
            json.writeEndObject();
        });
    }

    private static void writeValue(JsonGenerator json, byte @Nullable [] value) throws IOException {
        if (value == null) {
            json.writeNull();
            return;
        }
        try {
            json.writeTree(ExactJson.read(value).tree());
        } catch (JsonProcessingException notJson) {
            json.writeString(text(value));
        }
    }

    /** A line stays a line, whatever somebody has written into the record. */
    static String oneLine(@Nullable String text) {
        return text == null ? "null" : text.replaceAll("\\R", " ").replaceAll("\\p{Cntrl}", "?");
    }

    private static @Nullable String text(byte @Nullable [] utf8) {
        return utf8 == null ? null : new String(utf8, StandardCharsets.UTF_8);
    }
}
