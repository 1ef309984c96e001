package io.downlink.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.downlink.contracts.jobs.JobRequestType;
import io.downlink.contracts.json.ExactJson;
import org.jspecify.annotations.Nullable;

/** Requests for jobs as JSON. What is wrong with one the orchestrator says, as it does to everybody who writes to Kafka. */
final class JobRequests {
    private JobRequests() {}

    /**
     * Calls a method on many devices.
     *
     * @param type {@code schedule}, or {@code dry-run} to hear what that would come to
     * @param payload any JSON, null for none
     */
    static String method(
            JobRequestType type,
            String jobId,
            String condition,
            String method,
            @Nullable JsonNode payload,
            JobTerms terms) {
        return ExactJson.write(json -> {
            json.writeStartObject();
            json.writeStringField("type", type.wire());
            json.writeStringField("jobId", jobId);
            json.writeStringField("queryCondition", condition);
            terms.write(json);
            json.writeObjectFieldStart("action");
            json.writeStringField("type", "direct-method");
            json.writeObjectFieldStart("method");
            json.writeStringField("name", method);
            if (payload != null) {
                json.writeFieldName("payload");
                json.writeTree(payload);
            }
            json.writeEndObject();
            json.writeEndObject();
            json.writeEndObject();
        });
    }

    /** Takes a job back. */
    static String cancel(String jobId) {
        return ExactJson.write(json -> {
            json.writeStartObject();
            json.writeStringField("type", "cancel");
            json.writeStringField("jobId", jobId);
            json.writeEndObject();
        });
    }
}
