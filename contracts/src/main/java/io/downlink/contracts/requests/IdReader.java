package io.downlink.contracts.requests;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a request is about. It finds that even in a request that is refused, so that its sender can be told: each
 * part as it is written if it has the length of an id, else its default.
 */
public final class IdReader {
    private static final String DEFAULT_HUB = "default";
    private static final int LENGTH_MAX = TextRule.IOT_HUB_ID.lengthMax();

    private final ConsumerRecord<byte[], byte[]> record;
    private final Fields fields;
    private final Problems problems;

    public IdReader(ConsumerRecord<byte[], byte[]> record, Fields fields, Problems problems) {
        this.record = record;
        this.fields = fields;
        this.problems = problems;
    }

    /**
     * Reads the field that must also be the record's key, and tells where it is not.
     *
     * @param called what the field holds, for people
     * @return null, and nothing told, where it can be read neither from the request nor from the key
     */
    public @Nullable String key(String name, TextRule rule, String called) {
        String written = asWritten(name);
        String id = written == null ? fromKey(rule) : written;
        if (id != null) {
            fields.required(name, rule);
            checkKey(id, called);
        }
        return id;
    }

    /** The configured hub. */
    public String hub() {
        String hub = optional("hub", TextRule.HUB);
        return hub == null ? DEFAULT_HUB : hub;
    }

    /** Another part of the id; null where it is left out, or has not the length of an id. */
    public @Nullable String optional(String name, TextRule rule) {
        fields.text(name, rule);
        return asWritten(name);
    }

    /** Whether a text is neither empty nor longer than any id. */
    public static boolean hasLengthOfId(String text) {
        return !text.isEmpty() && text.length() <= LENGTH_MAX;
    }

    private void checkKey(String id, String called) {
        byte[] key = record.key();
        if (key == null) {
            problems.add("key", (String) null, "the record has no key: write the %s as its key".formatted(called));
        } else if (!Arrays.equals(key, id.getBytes(StandardCharsets.UTF_8))) {
            problems.add("key", text(key), "the record's key must be the %s, \"%s\"".formatted(called, id));
        }
    }

    private @Nullable String fromKey(TextRule rule) {
        String key = record.key() == null ? "" : text(record.key());
        return rule.accepts(key) ? key : null;
    }

    private @Nullable String asWritten(String name) {
        JsonNode value = fields.value(name);
        String text = value == null ? null : value.textValue();
        return text != null && hasLengthOfId(text) ? text : null;
    }

    private static String text(byte[] utf8) {
        return new String(utf8, StandardCharsets.UTF_8);
    }
}
