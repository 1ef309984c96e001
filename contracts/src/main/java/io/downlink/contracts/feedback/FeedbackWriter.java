package io.downlink.contracts.feedback;

import io.downlink.contracts.cloudevents.EventAttributes;
import io.downlink.contracts.feedback.Feedback.Lost;
import io.downlink.contracts.feedback.Feedback.Report;
import io.downlink.contracts.feedback.Feedback.Reported;
import io.downlink.contracts.json.JsonObjectWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Writes feedback as Kafka records: CloudEvents in binary mode, with the device id as the key. The producer chooses the
 * partition by that key, for a message may have been sent by anybody, and then no partition was its own.
 *
 * <p>The record's timestamp is the producer's too: it says when this was told, and retention counts from there; the
 * outcome may be days old. May be called from any thread.
 */
public final class FeedbackWriter {
    /** What stands before {@link Feedback#name()} in {@code ce_type}. */
    public static final String TYPE_PREFIX = "io.downlink.feedback.";
    /** {@code ce_source} of the collector's events. */
    public static final String COLLECTOR = "/downlink/feedback-collector";

    private final String topic;
    private final String source;

    /**
     * @param topic where the feedback goes
     * @param source {@code ce_source}, a URI reference
     */
    public FeedbackWriter(String topic, String source) {
        this.topic = topic;
        this.source = source;
    }

    public ProducerRecord<byte[], byte[]> write(Feedback feedback) {
        EventAttributes attributes = new EventAttributes(
                feedback.eventId(), source, TYPE_PREFIX + feedback.name(), feedback.deviceId(), feedback.time());
        return new ProducerRecord<>(
                topic, null, utf8(feedback.deviceId()), utf8(json(feedback)), attributes.toHeaders());
    }

    static String json(Feedback feedback) {
        return JsonObjectWriter.write(object -> {
            object.text("event", feedback.name());
            object.time("time", feedback.time());
            object.text("hub", feedback.hub());
            object.text("deviceId", feedback.deviceId());
            object.textOrNull("commandId", feedback.commandId());
            switch (feedback) {
                case Reported reported -> write(reported.report(), object);
                case Lost _ -> {} // the hub said nothing
            }
        });
    }

    private static void write(Report report, JsonObjectWriter object) throws IOException {
        object.text("deviceGenerationId", report.deviceGenerationId());
        object.text("statusCode", report.statusCode());
        object.text("description", report.description());
        object.time("enqueuedTimeUtc", report.enqueuedTimeUtc());
        object.name("origin", report.origin());
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
