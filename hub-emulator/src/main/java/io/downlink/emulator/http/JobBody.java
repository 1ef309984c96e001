package io.downlink.emulator.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.downlink.emulator.hub.MethodCall;
import io.downlink.emulator.hub.TwinChange;
import io.downlink.emulator.jobs.JobAction;
import io.downlink.emulator.jobs.JobCounts;
import io.downlink.emulator.jobs.JobSnapshot;
import io.downlink.emulator.jobs.JobTime;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Writes jobs. What a job does not have is left out, not null: the Java SDK fails on {@code cloudToDeviceMethod: null}.
 */
final class JobBody {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** How the service writes the end of a job that has none. */
    private static final String NOT_ENDED = "9999-12-31T23:59:59.9999999Z";

    private JobBody() {}

    /** What the service answers when it has just taken a job. */
    static ObjectNode brief(JobSnapshot job) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("jobId", job.spec().id().value())
                .put("type", job.spec().action().type().toString())
                .put("status", job.status().toString());
    }

    static ObjectNode write(JobSnapshot job) {
        Instant end = job.end();
        ObjectNode body = brief(job)
                .put("queryCondition", job.spec().queryCondition())
                .put("createdTime", JobTime.text(job.created()))
                .put("startTime", JobTime.text(job.start()))
                .put("endTime", end == null ? NOT_ENDED : JobTime.text(end))
                .put("maxExecutionTimeInSeconds", job.spec().maxExecutionTime().toSeconds());
        switch (job.spec().action()) {
            case JobAction.CallMethod(var call) -> body.set("cloudToDeviceMethod", method(call));
            case JobAction.UpdateTwin(var change) -> body.set("updateTwin", twin(change));
        }
        if (job.failureReason() != null) {
            body.put("failureReason", job.failureReason()).put("statusMessage", job.failureReason());
        }
        body.set("deviceJobStatistics", statistics(job.counts()));
        return body;
    }

    private static ObjectNode method(MethodCall call) {
        ObjectNode method = JsonNodeFactory.instance
                .objectNode()
                .put("methodName", call.method())
                .put("responseTimeoutInSeconds", call.responseTimeout().toSeconds())
                .put("connectTimeoutInSeconds", call.connectTimeout().toSeconds());
        method.set("payload", json(call.payload()));
        return method;
    }

    private static ObjectNode twin(TwinChange change) {
        ObjectNode twin = JsonNodeFactory.instance.objectNode().put("etag", "*");
        twin.set("tags", orEmpty(change.tags()));
        ObjectNode properties = twin.putObject("properties");
        properties.set("desired", orEmpty(change.desired()));
        properties.putObject("reported");
        return twin;
    }

    private static ObjectNode orEmpty(@Nullable ObjectNode node) {
        return node == null ? JsonNodeFactory.instance.objectNode() : node.deepCopy();
    }

    private static ObjectNode statistics(JobCounts counts) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("deviceCount", counts.devices())
                .put("failedCount", counts.failed())
                .put("succeededCount", counts.succeeded())
                .put("runningCount", counts.running())
                .put("pendingCount", counts.pending());
    }

    private static JsonNode json(String payload) {
        try {
            return JSON.readTree(payload);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a payload was read from JSON", e);
        }
    }
}
