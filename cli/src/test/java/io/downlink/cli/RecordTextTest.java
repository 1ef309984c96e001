package io.downlink.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RecordTextTest {

    @Test
    void shouldStayOneLineWhateverTheRecordHolds() {
        assertThat(RecordText.line(record("two\nlines\u001b[31m")))
                .isEqualTo("1970-01-01T00:00:01Z  downlink.commands[3]@17  pump-1  two lines?[31m");
    }

    @Test
    void shouldKeepAValueThatIsJsonAsJson() {
        assertThat(RecordText.json(record("{\"delay\": 3.10}"))).endsWith("\"value\":{\"delay\":3.10}}");
    }

    @Test
    void shouldKeepAValueThatIsNoJsonAsText() {
        assertThat(RecordText.json(record("reboot, please"))).endsWith("\"value\":\"reboot, please\"}");
    }

    @Test
    void shouldTellFeedbackInWords() {
        assertThat(RecordText.line(record("downlink.feedback", """
                        {"event": "expired", "time": "2026-12-01T10:00:00Z", "hub": "default", "deviceId": "pump-1",
                         "commandId": "77aa", "deviceGenerationId": "1", "statusCode": "Expired", "description": "Expired",
                         "enqueuedTimeUtc": "2026-12-01T10:00:00Z"}""")))
                .isEqualTo(
                        "1970-01-01T00:00:01Z  expired    77aa  pump-1  at 2026-12-01T10:00:00Z, the hub says Expired");
        assertThat(RecordText.line(record("downlink.feedback", """
                        {"event": "lost", "time": "2026-12-01T10:00:00Z", "hub": "default", "deviceId": "pump-1",
                         "commandId": "77ab"}""")))
                .isEqualTo("1970-01-01T00:00:01Z  lost       77ab  pump-1  nothing was told by 2026-12-01T10:00:00Z;"
                        + " it may still come");
    }

    @Test
    void shouldTellFeedbackInOneLineWhateverTheHubSays() {
        assertThat(RecordText.line(record("downlink.feedback", """
                        {"event": "rejected", "time": "2026-12-01T10:00:00Z", "hub": "default", "deviceId": "pump-1",
                         "commandId": "77aa", "deviceGenerationId": "1", "statusCode": "Re\\njected", "description": "",
                         "enqueuedTimeUtc": "2026-12-01T10:00:00Z"}"""))).endsWith("the hub says Re jected");
    }

    @Test
    void shouldTellARecordWithoutAValue() {
        assertThat(RecordText.json(record(null))).endsWith("\"value\":null}");
        assertThat(RecordText.line(record(null))).endsWith("pump-1  null");
    }

    private static ConsumerRecord<byte[], byte[]> record(@Nullable String value) {
        return record("downlink.commands", value);
    }

    private static ConsumerRecord<byte[], byte[]> record(String topic, @Nullable String value) {
        return new ConsumerRecord<>(
                topic,
                3,
                17,
                1000,
                TimestampType.CREATE_TIME,
                0,
                0,
                "pump-1".getBytes(UTF_8),
                value == null ? null : value.getBytes(UTF_8),
                new RecordHeaders(),
                Optional.empty());
    }
}
