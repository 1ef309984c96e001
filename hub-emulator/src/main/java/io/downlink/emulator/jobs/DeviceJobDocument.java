package io.downlink.emulator.jobs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.downlink.emulator.hub.MethodAnswer;

/**
 * A row of {@code devices.jobs} as JSON. Version 2.1.9 of the Java service SDK cannot read the outcome of a method
 * through {@code queryJobs}; through {@code queryRaw} it can.
 */
final class DeviceJobDocument {
    private static final ObjectMapper JSON = new ObjectMapper();

    private DeviceJobDocument() {}

    static ObjectNode of(DeviceJob row) {
        ObjectNode document = JsonNodeFactory.instance
                .objectNode()
                .put("deviceId", row.device().value())
                .put("jobId", row.job().id().value())
                .put("jobType", row.job().type().toString())
                .put("status", row.status().toString())
                .put("startTimeUtc", JobTime.text(row.job().start()))
                .put("endTimeUtc", JobTime.text(row.job().end()))
                .put("createdDateTimeUtc", JobTime.text(row.created()))
                .put("lastUpdatedDateTimeUtc", JobTime.text(row.updated()));
        MethodAnswer answer = row.answer();
        if (answer != null) {
            document.putObject("outcome")
                    .putObject("deviceMethodResponse")
                    .put("status", answer.status())
                    .set("payload", json(answer.payload()));
        }
        DeviceJobError error = row.error();
        if (error != null) {
            document.putObject("error").put("code", error.code().symbol()).put("description", error.description());
        }
        return document;
    }

    private static JsonNode json(String payload) {
        try {
            return JSON.readTree(payload);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an answer is JSON, or the device's connection would have dropped it", e);
        }
    }
}
