package io.downlink.contracts.cloudevents;

import io.downlink.contracts.json.Sha256;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * The attributes of an event that Downlink writes.
 *
 * @param id see {@link #derivedId}
 * @param source a URI reference
 * @param subject left out where it is empty: a CloudEvent has no empty one
 * @param causationId the id of the event that caused this one, null where there was none
 * @param correlationId what a group of events has in common, null where there is nothing
 */
public record EventAttributes(
        String id,
        String source,
        String type,
        String subject,
        Instant time,
        @Nullable String causationId,
        @Nullable String correlationId) {
    private static final String SPECVERSION = "1.0";
    private static final int HASH_DIGITS = 32;

    /** Of an event that nobody asked for. */
    public EventAttributes(String id, String source, String type, String subject, Instant time) {
        this(id, source, type, subject, time, null, null);
    }

    /**
     * An id that says no more than the event does: the same whenever the same is told again, so that consumers can drop
     * repeats, and another for everything else.
     *
     * @param name stands in front, for people
     * @param told what tells this event from every other of that name
     * @return the name, {@code -} and 32 hex digits
     */
    public static String derivedId(String name, String... told) {
        String hash = Sha256.hex(name + "\0" + String.join("\0", told));
        return name + "-" + hash.substring(0, HASH_DIGITS);
    }

    /** The headers of a record in binary mode whose value is JSON. */
    public Headers toHeaders() {
        Headers headers = new RecordHeaders();
        add(headers, Attributes.SPECVERSION, SPECVERSION);
        add(headers, Attributes.ID, id);
        add(headers, Attributes.SOURCE, source);
        add(headers, Attributes.TYPE, type);
        add(headers, Attributes.SUBJECT, subject.isEmpty() ? null : subject);
        add(headers, Attributes.TIME, time.toString());
        add(headers, Attributes.CAUSATIONID, causationId);
        add(headers, Attributes.CORRELATIONID, correlationId);
        headers.add(EventHeaders.CONTENT_TYPE, utf8(EventHeaders.JSON));
        return headers;
    }

    private static void add(Headers headers, String name, @Nullable String value) {
        if (value != null) {
            headers.add(EventHeaders.PREFIX + name, utf8(value));
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
