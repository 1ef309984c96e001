package io.downlink.contracts.commands;

import io.downlink.contracts.cloudevents.EventAttributes;
import io.downlink.contracts.commands.CommandEvent.About;
import io.downlink.contracts.commands.CommandEvent.Completed;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;

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
        Headers headers = attributes(event).toHeaders();
        if (about.trace() != null) {
            about.trace().addTo(headers);
        }
        byte[] value = utf8(EventJson.of(event));
        if (!fits(key, headers, value) && event instanceof Completed completed) {
            value = utf8(EventJson.of(new Completed(about, completed.status(), null, completed.timing())));
        }
        return new ProducerRecord<>(
                topic, about.source().partition(), about.time().toEpochMilli(), key, value, headers);
    }

    private EventAttributes attributes(CommandEvent event) {
        About about = event.about();
        return new EventAttributes(
                id(event),
                source,
                TYPE_PREFIX + event.name(),
                subject(about.id()),
                about.time(),
                about.requestedBy().eventId(),
                about.requestedBy().correlationId());
    }

    /** The place alone would do, but that a topic which is deleted and created again starts anew at offset 0. */
    static String id(CommandEvent event) {
        About about = event.about();
        CommandId id = about.id();
        return EventAttributes.derivedId(
                event.name(),
                id.hub(),
                id.deviceId(),
                id.moduleId() == null ? "" : id.moduleId(),
                id.commandId(),
                about.digest(),
                about.source().topic(),
                Integer.toString(about.source().partition()),
                Long.toString(about.source().offset()));
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

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
