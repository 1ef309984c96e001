package io.downlink.orchestrator.outcome;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.downlink.contracts.jobs.ActionType;
import io.downlink.contracts.jobs.DeviceJob;
import io.downlink.contracts.jobs.DeviceJobWriter;
import io.downlink.contracts.jobs.JobId;
import io.downlink.contracts.json.ExactJson;
import io.downlink.hub.DeviceJobPage;
import io.downlink.hub.DeviceJobPage.Row;
import io.downlink.hub.JobSnapshot;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Tells on {@code downlink.device-jobs} what jobs came to on each device. */
public final class DeviceJobs {
    private static final Logger LOGGER = Logger.getLogger(DeviceJobs.class);

    /** For a record's key, headers and frame. */
    private static final int OVERHEAD_BYTES = 4096;

    /** Nothing is told of any device. */
    public static final Told NONE = new Told(List.of(), () -> {});

    private final DeviceJobWriter writer;
    private final JobMeters meters;
    private final int recordBytesMax;

    /** @param recordBytesMax how large a record the topic takes */
    public DeviceJobs(DeviceJobWriter writer, JobMeters meters, int recordBytesMax) {
        this.writer = writer;
        this.meters = meters;
        this.recordBytesMax = recordBytesMax;
    }

    /**
     * What is told of a page.
     *
     * @param counted runs when that is in Kafka
     */
    public record Told(List<ProducerRecord<byte[], byte[]>> records, Runnable counted) {
        /** Takes note that it is in Kafka. */
        public void count() {
            counted.run();
        }
    }

    /** All that stands on a page. */
    public Told of(JobId job, DeviceJobPage page) {
        List<ProducerRecord<byte[], byte[]>> told = page.rows().stream()
                .map(row -> outcome(job, row))
                .map(this::record)
                .toList();
        return told.isEmpty() ? NONE : new Told(told, () -> meters.published(job.hub(), told.size()));
    }

    /** Without what the device answered where that is more than the topic takes: its status says how it went. */
    private ProducerRecord<byte[], byte[]> record(DeviceJob outcome) {
        ProducerRecord<byte[], byte[]> record = writer.write(outcome);
        if (record.value().length <= recordBytesMax - OVERHEAD_BYTES) {
            return record;
        }
        LOGGER.warnf(
                "device's outcome is told without its payload, which is too large jobId=%s hub=%s deviceId=%s",
                outcome.job().jobId(), outcome.job().hub(), outcome.deviceId());
        return writer.write(withoutPayload(outcome));
    }

    private static DeviceJob withoutPayload(DeviceJob outcome) {
        DeviceJob.MethodResponse response = outcome.response();
        return new DeviceJob(
                outcome.job(),
                outcome.deviceId(),
                outcome.moduleId(),
                outcome.action(),
                outcome.hubStatus(),
                outcome.time(),
                response == null ? null : new DeviceJob.MethodResponse(response.status(), NullNode.getInstance()),
                outcome.error());
    }

    private static DeviceJob outcome(JobId job, Row row) {
        DeviceJobPage.Response response = row.response();
        DeviceJobPage.DeviceError error = row.error();
        return new DeviceJob(
                job,
                row.deviceId(),
                row.moduleId(),
                action(row.kind()),
                row.status(),
                row.updatedTime(),
                response == null ? null : new DeviceJob.MethodResponse(response.status(), json(response.payloadJson())),
                error == null ? null : new DeviceJob.DeviceError(error.code(), error.description()));
    }

    private static @Nullable ActionType action(JobSnapshot.Kind kind) {
        return switch (kind) {
            case METHOD -> ActionType.DIRECT_METHOD;
            case TWIN -> ActionType.UPDATE_TWIN;
            case UNKNOWN -> null;
        };
    }

    /** What cannot be held as JSON here, for a number with more than 1000 digits, is told as a string. */
    private static JsonNode json(String text) {
        try {
            return ExactJson.read(text.getBytes(StandardCharsets.UTF_8)).tree();
        } catch (JsonProcessingException _) {
            return TextNode.valueOf(text);
        }
    }
}
