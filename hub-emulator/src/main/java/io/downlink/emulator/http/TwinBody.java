package io.downlink.emulator.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.downlink.emulator.hub.DeviceIdentity;
import io.downlink.emulator.hub.HubError;
import io.downlink.emulator.hub.HubException;
import io.downlink.emulator.hub.TwinChange;
import io.downlink.emulator.hub.TwinSnapshot;
import org.jspecify.annotations.Nullable;

/** Reads and writes twins. */
final class TwinBody {
    private TwinBody() {}

    /** Reads what a client may write; everything else in its body mirrors the twin and is ignored. */
    static TwinChange read(ObjectNode body, boolean replace) {
        return new TwinChange(
                object(body.path("tags"), "tags"),
                object(body.path("properties").path("desired"), "properties.desired"),
                replace);
    }

    static ObjectNode write(TwinSnapshot twin) {
        DeviceIdentity identity = twin.device().identity();
        ObjectNode body = JsonNodeFactory.instance
                .objectNode()
                .put("deviceId", identity.id().value())
                .put("etag", twin.etag())
                .put("deviceEtag", identity.etag())
                .put("status", DeviceBody.status(twin.device()))
                .put("statusReason", identity.statusReason())
                .put("statusUpdateTime", DeviceBody.time(identity.statusUpdated()))
                .put("connectionState", DeviceBody.connectionState(twin.device()))
                .put("lastActivityTime", DeviceBody.time(twin.device().lastActivity()))
                .put("cloudToDeviceMessageCount", twin.device().messages())
                .put("authenticationType", "sas")
                .put("modelId", "")
                .put("version", twin.version());
        body.putObject("x509Thumbprint").putNull("primaryThumbprint").putNull("secondaryThumbprint");
        body.set("tags", twin.tags());
        ObjectNode properties = body.putObject("properties");
        properties.set("desired", twin.desired().withMetadata());
        properties.set("reported", twin.reported().withMetadata());
        body.putObject("capabilities").put("iotEdge", false);
        return body;
    }

    private static @Nullable ObjectNode object(JsonNode node, String name) {
        if (node instanceof ObjectNode object) {
            return object;
        }
        if (node.isMissingNode() || node.isNull()) {
            return null;
        }
        throw new HubException(HubError.ARGUMENT_INVALID, name + " must be an object.");
    }
}
