package io.downlink.localstack.demo;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.UUID;

/** Writes the request for a job as anybody would: plain JSON, without a class of Downlink's. */
final class Job {
    private final ObjectNode json = JsonNodeFactory.instance.objectNode();

    private Job(String condition) {
        json.put("type", "schedule");
        json.put("jobId", "demo-" + UUID.randomUUID()); // a hub remembers its jobs for 30 days
        json.put("queryCondition", condition);
        json.put("maxExecutionTime", "PT2M");
        json.put("deviceOutcomes", "all");
    }

    /** A job that calls a method on every device for which the condition holds. */
    static Job method(String condition, String name) {
        Job job = new Job(condition);
        ObjectNode method = job.action("direct-method").putObject("method");
        method.put("name", name).put("connectTimeout", "PT5S").put("responseTimeout", "PT5S");
        return job;
    }

    /** A job that changes the twin of every device for which the condition holds. */
    static Job update(String condition, ObjectNode tags, ObjectNode desired) {
        Job job = new Job(condition);
        ObjectNode action = job.action("update-twin");
        action.set("tags", tags);
        action.set("desired", desired);
        return job;
    }

    String jobId() {
        return json.path("jobId").textValue();
    }

    @Override
    public String toString() {
        return json.toString();
    }

    private ObjectNode action(String type) {
        return json.putObject("action").put("type", type);
    }
}
