package io.downlink.hub;

import com.google.gson.JsonObject;
import io.downlink.hub.HubJob.CallMethod;
import io.downlink.hub.HubJob.UpdateTwin;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** What IoT Hub is asked about jobs, in its JSON and its query language. */
final class JobRequests {
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
        String text = jobId.replace("\\", "\\\\").replace("'", "\\'");
        JsonObject query = new JsonObject();
        query.addProperty("query", "SELECT * FROM devices.jobs WHERE devices.jobs.jobId = '" + text + "'");
        return query;
    }

    private static JsonObject method(CallMethod method) {
        JsonObject request = new JsonObject();
        request.addProperty("methodName", method.name());
        if (method.payloadJson() != null) {
            request.add("payload", JsonPayload.parse(method.payloadJson()).value());
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
            to.add(name, JsonPayload.parse(json).value());
        }
    }
}
