package io.downlink.contracts.commands;

import io.downlink.contracts.cloudevents.Attributes;
import io.downlink.contracts.cloudevents.EventHeaders;
import io.downlink.contracts.commands.CommandEvent.About;
import io.downlink.contracts.commands.CommandEvent.Completed;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * Writes events as Kafka records: CloudEvents in binary mode, with the device id as the key, for <b>the partition number
 * that the request was read from</b>.
 *
 * <p>{@code ce_id} derives from what the event tells (which event of which request): an event that is published once more
 * has the same id, so that consumers can drop it. May be called from any thread.
 */
public final class CommandEventWriter {
    /** What stands before {@link CommandEvent#name()} in {@code ce_type}. */
    public static final String TYPE_PREFIX = "io.downlink.command.";
    /** {@code ce_source} of the gateway's events. */
    public static final String GATEWAY = "/downlink/command-gateway";

    /** What a record batch of one record adds to key, value and headers: 61 bytes of batch, some for the lengths. */
    private static final int BATCH_OVERHEAD_BYTES = 128;

    private static final int ID_BYTES = 16;

    private final String topic;
    private final String source;
    private final int recordBytesMax;

    /**
     * @param topic where the events go
     * @param source {@code ce_source}, a URI reference
     * @param recordBytesMax the topic's {@code max.message.bytes}: an answer that would not fit is left out
     */
    public CommandEventWriter(String topic, String source, int recordBytesMax) {
        this.topic = topic;
        this.source = source;
        this.recordBytesMax = recordBytesMax;
    }

    public ProducerRecord<byte[], byte[]> write(CommandEvent event) {
        About about = event.about();
        byte[] key = utf8(about.id().deviceId());
        Headers headers = headers(event);
        byte[] value = utf8(EventJson.of(event));
        if (!fits(key, headers, value) && event instanceof Completed completed) {
            value = utf8(EventJson.of(new Completed(about, completed.status(), null, completed.timing())));
        }
        return new ProducerRecord<>(
                topic, about.source().partition(), about.time().toEpochMilli(), key, value, headers);
    }

    private Headers headers(CommandEvent event) {
        About about = event.about();
        Headers headers = new RecordHeaders();
        attribute(headers, Attributes.SPECVERSION, "1.0");
        attribute(headers, Attributes.ID, id(event));
        attribute(headers, Attributes.SOURCE, source);
        attribute(headers, Attributes.TYPE, TYPE_PREFIX + event.name());
        attribute(headers, Attributes.SUBJECT, subject(about.id()));
        attribute(headers, Attributes.TIME, about.time().toString());
        attribute(headers, Attributes.CAUSATIONID, about.requestedBy().eventId());
        attribute(headers, Attributes.CORRELATIONID, about.requestedBy().correlationId());
        headers.add(EventHeaders.CONTENT_TYPE, utf8(EventHeaders.JSON));
        return headers;
    }

    /** The place alone would do, but that a topic which is deleted and created again starts anew at offset 0. */
    static String id(CommandEvent event) {
        About about = event.about();
        CommandId id = about.id();
        String told = String.join(
                "\0",
                event.name(),
                id.hub(),
                id.deviceId(),
                id.moduleId() == null ? "" : id.moduleId(),
                id.commandId(),
                about.digest(),
                about.source().topic(),
                Integer.toString(about.source().partition()),
                Long.toString(about.source().offset()));
        return event.name() + "-" + HexFormat.of().formatHex(RequestDigest.sha256(utf8(told)), 0, ID_BYTES);
    }

    private static String subject(CommandId id) {
        return id.moduleId() == null ? id.deviceId() : id.deviceId() + "/" + id.moduleId();
    }

    private boolean fits(byte[] key, Headers headers, byte[] value) {
        long bytes = BATCH_OVERHEAD_BYTES + (long) key.length + value.length;
        for (var header : headers) {
            bytes += header.key().length() + header.value().length + 4L;
        }
        return bytes <= recordBytesMax;
    }

    private static void attribute(Headers headers, String name, @Nullable String value) {
        if (value != null) {
            headers.add(EventHeaders.PREFIX + name, utf8(value));
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
