package io.downlink.contracts.jobs;

import io.downlink.contracts.cloudevents.EventAttributes;
import io.downlink.contracts.jobs.JobEvent.About;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;

/**
 * Writes events as Kafka records: CloudEvents in binary mode, with the job id as the key.
 *
 * <p>{@code ce_id} derives from what the event tells, but for its time: an event that is published once more has the same
 * id, so that consumers can drop it. May be called from any thread.
 */
public final class JobEventWriter {
    /** What stands before {@link JobEvent#name()} in {@code ce_type}. */
    public static final String TYPE_PREFIX = "io.downlink.job.";
    /** {@code ce_source} of the orchestrator's events. */
    public static final String ORCHESTRATOR = "/downlink/job-orchestrator";

    private final String topic;
    private final String source;

    /**
     * @param topic where the events go
     * @param source {@code ce_source}, a URI reference
     */
    public JobEventWriter(String topic, String source) {
        this.topic = topic;
        this.source = source;
    }

    public ProducerRecord<byte[], byte[]> write(JobEvent event) {
        About about = event.about();
        EventAttributes attributes = new EventAttributes(
                id(event),
                source,
                TYPE_PREFIX + event.name(),
                about.id().jobId(),
                about.time(),
                about.requestedBy().eventId(),
                about.requestedBy().correlationId());
        Headers headers = attributes.toHeaders();
        if (about.trace() != null) {
            about.trace().addTo(headers);
        }
        return new ProducerRecord<>(
                topic,
                null,
                about.time().toEpochMilli(),
                utf8(about.id().jobId()),
                utf8(JobEventJson.of(event)),
                headers);
    }

    static String id(JobEvent event) {
        About about = event.about();
        return EventAttributes.derivedId(
                event.name(),
                about.id().hub(),
                about.id().jobId(),
                about.digest(),
                about.source().topic(),
                Integer.toString(about.source().partition()),
                Long.toString(about.source().offset()),
                JobEventJson.ownMembersOf(event));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
