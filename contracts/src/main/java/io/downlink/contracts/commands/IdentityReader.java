package io.downlink.contracts.commands;

import com.fasterxml.jackson.databind.JsonNode;
import io.downlink.contracts.cloudevents.Attributes;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Reads which command a request is about. It finds one even in a request that is refused, so that its sender can be
 * told: each part as it is written if it has the length of an id, else its default.
 */
final class IdentityReader {
    private static final String DEFAULT_HUB = "default";
    private static final int LENGTH_MAX = TextRule.IOT_HUB_ID.lengthMax();

    private final ConsumerRecord<byte[], byte[]> record;
    private final Attributes attributes;
    private final Fields fields;
    private final Problems problems;

    IdentityReader(ConsumerRecord<byte[], byte[]> record, Attributes attributes, Fields fields, Problems problems) {
        this.record = record;
        this.attributes = attributes;
        this.fields = fields;
        this.problems = problems;
    }

    /** @return null where no device id can be read, neither from the request nor from the record's key */
    @Nullable
    CommandId read() {
        String deviceId = asWritten("deviceId");
        if (deviceId == null) {
            deviceId = deviceIdFromKey();
        }
        if (deviceId == null) {
            return null;
        }
        fields.required("deviceId", TextRule.IOT_HUB_ID);
        checkKey(deviceId);
        fields.text("moduleId", TextRule.IOT_HUB_ID);
        fields.text("hub", TextRule.HUB);
        String hub = asWritten("hub");
        return new CommandId(hub == null ? DEFAULT_HUB : hub, deviceId, asWritten("moduleId"), commandId());
    }

    /** The place of the record, a name that no other record has. */
    static String placeOf(ConsumerRecord<?, ?> record) {
        return record.topic() + "-" + record.partition() + "-" + record.offset();
    }

    private String commandId() {
        fields.text("commandId", TextRule.IOT_HUB_ID);
        String written = asWritten("commandId");
        if (written != null) {
            return written;
        }
        String eventId = attributes.get(Attributes.ID);
        if (eventId == null || fields.value("commandId") != null) {
            return placeOf(record);
        }
        if (!TextRule.IOT_HUB_ID.accepts(eventId)) {
            problems.add(
                    "ce_id",
                    eventId,
                    "stands in for commandId, which must be %s: write a commandId"
                            .formatted(TextRule.IOT_HUB_ID.description()));
        }
        return hasLengthOfId(eventId) ? eventId : placeOf(record);
    }

    private void checkKey(String deviceId) {
        byte[] key = record.key();
        if (key == null) {
            problems.add("key", (String) null, "the record has no key: write the device id as its key");
        } else if (!Arrays.equals(key, deviceId.getBytes(StandardCharsets.UTF_8))) {
            problems.add("key", text(key), "the record's key must be the device id, \"%s\"".formatted(deviceId));
        }
    }

    private @Nullable String deviceIdFromKey() {
        String key = record.key() == null ? "" : text(record.key());
        return TextRule.IOT_HUB_ID.accepts(key) ? key : null;
    }

    private @Nullable String asWritten(String name) {
        JsonNode value = fields.value(name);
        String text = value == null ? null : value.textValue();
        return text != null && hasLengthOfId(text) ? text : null;
    }

    private static boolean hasLengthOfId(String text) {
        return !text.isEmpty() && text.length() <= LENGTH_MAX;
    }

    private static String text(byte[] utf8) {
        return new String(utf8, StandardCharsets.UTF_8);
    }
}
