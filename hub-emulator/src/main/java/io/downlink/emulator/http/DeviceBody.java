package io.downlink.emulator.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.downlink.emulator.hub.ClientSnapshot;
import io.downlink.emulator.hub.DeviceId;
import io.downlink.emulator.hub.DeviceSpec;
import io.downlink.emulator.hub.HubError;
import io.downlink.emulator.hub.HubException;
import io.downlink.emulator.hub.HubTime;
import io.downlink.emulator.hub.Identity;
import java.util.Locale;

/** Reads and writes device identities. */
final class DeviceBody {
    private DeviceBody() {}

    static DeviceSpec read(DeviceId id, ObjectNode body) {
        if (body.hasNonNull("deviceId") && !body.get("deviceId").asText().equals(id.value())) {
            throw new HubException(HubError.ARGUMENT_INVALID, "deviceId in the body and in the path differ.");
        }
        if (body.path("capabilities").path("iotEdge").asBoolean()) {
            throw missing("IoT Edge devices");
        }
        if (body.hasNonNull("deviceScope")) {
            throw missing("device scopes");
        }
        return new DeviceSpec(
                id,
                AuthenticationBody.read(body.path("authentication")),
                enabled(body.path("status")),
                body.path("statusReason").textValue());
    }

    static ObjectNode write(ClientSnapshot device) {
        Identity identity = device.identity();
        ObjectNode body = JsonNodeFactory.instance
                .objectNode()
                .put("deviceId", identity.id().device().value())
                .put("generationId", identity.generationId())
                .put("etag", identity.etag())
                .put("connectionState", device.connectionState())
                .put("status", identity.status())
                .put("statusReason", identity.statusReason())
                .put("connectionStateUpdatedTime", HubTime.text(device.connectionUpdated()))
                .put("statusUpdatedTime", HubTime.text(identity.statusUpdated()))
                .put("lastActivityTime", HubTime.text(device.lastActivity()))
                .put("cloudToDeviceMessageCount", device.messages());
        body.set("authentication", AuthenticationBody.write(identity.authentication()));
        body.putObject("capabilities").put("iotEdge", false);
        return body;
    }

    private static boolean enabled(JsonNode status) {
        return switch (status.asText("enabled").toLowerCase(Locale.ROOT)) {
            case "enabled" -> true;
            case "disabled" -> false;
            default -> throw new HubException(HubError.ARGUMENT_INVALID, "status is enabled or disabled.");
        };
    }

    private static HubException missing(String what) {
        return new HubException(HubError.NOT_IMPLEMENTED, "The emulator has no " + what + " yet.");
    }
}
