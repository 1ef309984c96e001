package io.downlink.hub;

import com.google.gson.JsonObject;
import io.downlink.hub.HubJob.CallMethod;
import io.downlink.hub.HubJob.UpdateTwin;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** What IoT Hub is asked about jobs, in its JSON and its query language. */
final class JobRequests {
    static final String COUNT = "devices";

    private JobRequests() {}

    /** Members that are null stay: they delete in a twin, and are values in a payload. */
    static JsonObject schedule(HubJob job) {
        JsonObject request = new JsonObject();
        request.addProperty("jobId", job.jobId());
        request.addProperty("queryCondition", job.queryCondition());
        if (job.startTime() != null) { // without one the hub starts at once
            request.addProperty(
                    "startTime", job.startTime().truncatedTo(ChronoUnit.MILLIS).toString());
        }
        request.addProperty("maxExecutionTimeInSeconds", job.maxExecutionTime().toSeconds());
        switch (job.action()) {
            case CallMethod method -> {
                request.addProperty("type", JobWords.METHOD);
                request.add("cloudToDeviceMethod", method(method));
            }
            case UpdateTwin twin -> {
                request.addProperty("type", JobWords.TWIN);
                request.add("updateTwin", twin(twin));
            }
        }
        return request;
    }

    /** The rows of one job, all devices. */
    static JsonObject deviceJobs(String jobId) {
        return query(rows(jobId));
    }

    /** The rows of one job, only of the devices on which it failed. */
    static JsonObject failedDeviceJobs(String jobId) {
        return query(rows(jobId) + " AND devices.jobs.status = 'failed'");
    }

    private static String rows(String jobId) {
        String text = jobId.replace("\\", "\\\\").replace("'", "\\'");
        return "SELECT * FROM devices.jobs WHERE devices.jobs.jobId = '" + text + "'";
    }

    /** One row, with the number under {@link #COUNT}. */
    static JsonObject count(String queryCondition) {
        return query("SELECT COUNT() AS " + COUNT + " FROM devices" + where(queryCondition));
    }

    static JsonObject deviceIds(String queryCondition, int max) {
        return query("SELECT TOP " + max + " deviceId FROM devices" + where(queryCondition));
    }

    private static String where(String queryCondition) {
        return queryCondition.strip().equals("*") ? "" : " WHERE " + queryCondition;
    }

    private static JsonObject query(String text) {
        JsonObject query = new JsonObject();
        query.addProperty("query", text);
        return query;
    }

    private static JsonObject method(CallMethod method) {
        JsonObject request = new JsonObject();
        request.addProperty("methodName", method.name());
        if (method.payloadJson() != null) {
            request.add("payload", JsonText.payload(method.payloadJson()));
        }
        request.addProperty("connectTimeoutInSeconds", method.connectTimeout().toSeconds());
        request.addProperty("responseTimeoutInSeconds", method.responseTimeout().toSeconds());
        return request;
    }

    private static JsonObject twin(UpdateTwin twin) {
        JsonObject request = new JsonObject();
        request.addProperty("etag", "*"); // a job takes no other
        add(request, "tags", twin.tagsJson());
        if (twin.desiredJson() != null) {
            JsonObject properties = new JsonObject();
            add(properties, "desired", twin.desiredJson());
            request.add("properties", properties);
        }
        return request;
    }

    private static void add(JsonObject to, String name, @Nullable String json) {
        if (json != null) {
            to.add(name, JsonText.payload(json));
        }
    }
}
