package io.downlink.contracts.jobs;

import io.downlink.contracts.cloudevents.EventAttributes;
import io.downlink.contracts.jobs.DeviceJob.DeviceError;
import io.downlink.contracts.jobs.DeviceJob.MethodResponse;
import io.downlink.contracts.json.JsonObjectWriter;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Writes devices' outcomes as Kafka records: CloudEvents in binary mode, with the device id as the key; the producer
 * chooses the partition by it.
 *
 * <p>{@code ce_id} derives from the row (hub, job, device, module, status, time), so that one that is read twice from the
 * hub has the same id. The record's timestamp is the producer's, and retention counts from there. May be called from any
 * thread.
 */
public final class DeviceJobWriter {
    /** What stands before the status in {@code ce_type}. */
    public static final String TYPE_PREFIX = "io.downlink.device-job.";

    private final String topic;
    private final String source;

    /**
     * @param topic where the outcomes go
     * @param source {@code ce_source}, a URI reference: {@link JobEventWriter#ORCHESTRATOR}
     */
    public DeviceJobWriter(String topic, String source) {
        this.topic = topic;
        this.source = source;
    }

    public ProducerRecord<byte[], byte[]> write(DeviceJob outcome) {
        EventAttributes attributes = new EventAttributes(
                id(outcome), source, TYPE_PREFIX + outcome.status().wire(), subject(outcome), outcome.time());
        return new ProducerRecord<>(topic, null, utf8(outcome.deviceId()), utf8(json(outcome)), attributes.toHeaders());
    }

    static String id(DeviceJob outcome) {
        return EventAttributes.derivedId(
                outcome.status().wire(),
                outcome.job().hub(),
                outcome.job().jobId(),
                outcome.deviceId(),
                outcome.moduleId() == null ? "" : outcome.moduleId(),
                outcome.hubStatus(),
                outcome.time().toString());
    }

    static String json(DeviceJob outcome) {
        return JsonObjectWriter.write(object -> {
            object.name("event", outcome.status());
            object.time("time", outcome.time());
            object.text("hub", outcome.job().hub());
            object.text("jobId", outcome.job().jobId());
            object.text("deviceId", outcome.deviceId());
            object.text("moduleId", outcome.moduleId());
            object.name("action", outcome.action());
            object.text("hubStatus", outcome.hubStatus());
            MethodResponse response = outcome.response();
            if (response != null) {
                object.object("response", answer -> {
                    answer.number("status", response.status());
                    answer.tree("payload", response.payload());
                });
            }
            DeviceError error = outcome.error();
            if (error != null) {
                object.object("error", what -> {
                    what.text("code", error.code());
                    what.text("description", error.description());
                });
            }
        });
    }

    private static String subject(DeviceJob outcome) {
        return outcome.moduleId() == null ? outcome.deviceId() : outcome.deviceId() + "/" + outcome.moduleId();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
