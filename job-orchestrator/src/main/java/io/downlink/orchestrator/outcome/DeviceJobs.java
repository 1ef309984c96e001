package io.downlink.orchestrator.outcome;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.downlink.contracts.jobs.ActionType;
import io.downlink.contracts.jobs.DeviceJob;
import io.downlink.contracts.jobs.DeviceJobWriter;
import io.downlink.contracts.jobs.DeviceOutcomes;
import io.downlink.contracts.jobs.JobId;
import io.downlink.contracts.json.ExactJson;
import io.downlink.hub.DeviceJobPage;
import io.downlink.hub.DeviceJobPage.Row;
import io.downlink.hub.JobSnapshot;
import io.downlink.service.topics.OutgoingRecords;
import io.smallrye.mutiny.Uni;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Tells on {@code downlink.device-jobs} what jobs came to on each device. */
public final class DeviceJobs {
    private static final Logger LOGGER = Logger.getLogger(DeviceJobs.class);

    private final OutgoingRecords topic;
    private final DeviceJobWriter writer;
    private final JobMeters meters;

    public DeviceJobs(OutgoingRecords topic, DeviceJobWriter writer, JobMeters meters) {
        this.topic = topic;
        this.writer = writer;
        this.meters = meters;
    }

    /**
     * Publishes what is wanted of a page.
     *
     * @return how many were told; ends when Kafka has acknowledged all of them
     */
    public Uni<Integer> publish(JobId job, DeviceJobPage page, DeviceOutcomes wanted) {
        List<DeviceJob> told = page.rows().stream()
                .map(row -> outcome(job, row))
                .filter(outcome -> isWanted(outcome, wanted))
                .toList();
        if (told.isEmpty()) {
            return Uni.createFrom().item(0);
        }
        return Uni.join()
                .all(told.stream().map(this::write).toList())
                .andFailFast()
                .invoke(() -> meters.published(job.hub(), told.size()))
                .replaceWith(told.size());
    }

    /** Without what the device answered where that is more than the topic takes: its status says how it went. */
    private Uni<Void> write(DeviceJob outcome) {
        return topic.write(writer.write(outcome))
                .onFailure(RecordTooLargeException.class)
                .recoverWithUni(() -> {
                    LOGGER.warnf(
                            "device's outcome is told without its payload, which is too large jobId=%s hub=%s deviceId=%s",
                            outcome.job().jobId(), outcome.job().hub(), outcome.deviceId());
                    return topic.write(writer.write(withoutPayload(outcome)));
                });
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

    private static boolean isWanted(DeviceJob outcome, DeviceOutcomes wanted) {
        return switch (wanted) {
            case FAILED -> outcome.status() == DeviceJob.Status.FAILED;
            case ALL -> true;
            case NONE -> false;
        };
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
