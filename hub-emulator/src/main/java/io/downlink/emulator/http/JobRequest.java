package io.downlink.emulator.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.downlink.emulator.hub.HubError;
import io.downlink.emulator.hub.HubException;
import io.downlink.emulator.hub.TwinChange;
import io.downlink.emulator.jobs.JobAction;
import io.downlink.emulator.jobs.JobId;
import io.downlink.emulator.jobs.JobSpec;
import io.downlink.emulator.jobs.JobType;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/** Reads jobs as clients ask for them. */
final class JobRequest {
    private static final Duration EXECUTION_TIME_DEFAULT = Duration.ofHours(1);

    private JobRequest() {}

    static JobSpec read(JobId id, ObjectNode body) {
        if (body.hasNonNull("jobId") && !body.get("jobId").asText().equals(id.value())) {
            throw invalid("jobId in the body and in the path differ.");
        }
        String queryCondition = body.path("queryCondition").asText("");
        if (queryCondition.isBlank()) {
            throw invalid("queryCondition is missing.");
        }
        return new JobSpec(
                id,
                action(body),
                queryCondition,
                time(body.path("startTime")),
                executionTime(body.path("maxExecutionTimeInSeconds")));
    }

    private static JobAction action(ObjectNode body) {
        String type = body.path("type").asText("");
        if (type.equalsIgnoreCase(JobType.SCHEDULE_DEVICE_METHOD.toString())) {
            return new JobAction.CallMethod(MethodBody.read(
                    object(body, "cloudToDeviceMethod").toString().getBytes(StandardCharsets.UTF_8)));
        }
        if (type.equalsIgnoreCase(JobType.SCHEDULE_UPDATE_TWIN.toString())) {
            return new JobAction.UpdateTwin(change(object(body, "updateTwin")));
        }
        throw invalid("type must be " + JobType.SCHEDULE_DEVICE_METHOD + " or " + JobType.SCHEDULE_UPDATE_TWIN + ".");
    }

    private static TwinChange change(ObjectNode twin) {
        if (!twin.path("etag").asText("").equals("*")) {
            throw invalid("updateTwin must force the update: only the etag * is accepted.");
        }
        TwinChange change = TwinBody.read(twin, false);
        // The SDKs send what they do not want to change as empty objects; no device has to hear of that.
        return new TwinChange(unlessEmpty(change.tags()), unlessEmpty(change.desired()), false);
    }

    private static @Nullable ObjectNode unlessEmpty(@Nullable ObjectNode node) {
        return node == null || node.isEmpty() ? null : node;
    }

    private static ObjectNode object(ObjectNode body, String name) {
        if (body.get(name) instanceof ObjectNode object) {
            return object;
        }
        throw invalid(name + " is missing.");
    }

    private static @Nullable Instant time(JsonNode time) {
        if (time.isMissingNode() || time.isNull() || time.asText().isEmpty()) {
            return null;
        }
        try {
            return Instant.parse(time.asText());
        } catch (DateTimeParseException withoutZone) {
            return utc(time.asText());
        }
    }

    /** Some clients leave the zone out and mean UTC. */
    private static Instant utc(String text) {
        try {
            return LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
        } catch (DateTimeParseException notATime) {
            throw invalid("startTime must be an ISO 8601 time.");
        }
    }

    private static Duration executionTime(JsonNode seconds) {
        if (seconds.isMissingNode() || seconds.isNull()) {
            return EXECUTION_TIME_DEFAULT;
        }
        if (!seconds.canConvertToInt()) {
            throw invalid("maxExecutionTimeInSeconds must be an integer.");
        }
        return Duration.ofSeconds(seconds.intValue());
    }

    private static HubException invalid(String message) {
        return new HubException(HubError.ARGUMENT_INVALID, message);
    }
}
