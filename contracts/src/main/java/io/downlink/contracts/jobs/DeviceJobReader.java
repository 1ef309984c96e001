package io.downlink.contracts.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import io.downlink.contracts.jobs.DeviceJob.DeviceError;
import io.downlink.contracts.jobs.DeviceJob.MethodResponse;
import io.downlink.contracts.json.JsonObjectReader;
import io.downlink.contracts.json.JsonObjectReader.MissingMemberException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the values of {@code downlink.device-jobs}, leniently: fields that it does not know are ignored. */
public final class DeviceJobReader {
    private DeviceJobReader() {}

    /**
     * @param value the record's value, null where it has none
     * @return empty where it is no device's outcome
     */
    public static Optional<DeviceJob> read(byte @Nullable [] value) {
        return JsonObjectReader.read(value, DeviceJobReader::outcome);
    }

    private static DeviceJob outcome(JsonObjectReader json) throws MissingMemberException {
        return new DeviceJob(
                new JobId(json.text("hub"), json.text("jobId")),
                json.text("deviceId"),
                json.textOrNull("moduleId"),
                json.choice("action", ActionType.values()),
                json.text("hubStatus"),
                json.time("time"),
                json.has("response") ? response(json.object("response")) : null,
                json.has("error") ? error(json.object("error")) : null);
    }

    private static MethodResponse response(JsonObjectReader response) throws MissingMemberException {
        JsonNode payload = response.tree("payload");
        return new MethodResponse(response.integer("status"), payload == null ? NullNode.getInstance() : payload);
    }

    private static DeviceError error(JsonObjectReader error) throws MissingMemberException {
        return new DeviceError(error.text("code"), error.textOrNull("description"));
    }
}
