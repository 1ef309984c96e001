package io.downlink.emulator.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.downlink.emulator.hub.ClientSnapshot;
import io.downlink.emulator.hub.DeviceId;
import io.downlink.emulator.hub.HubError;
import io.downlink.emulator.hub.HubException;
import io.downlink.emulator.hub.HubTime;
import io.downlink.emulator.hub.Identity;
import io.downlink.emulator.hub.ModuleId;
import io.downlink.emulator.hub.ModuleSpec;

/** Reads and writes module identities: those of devices without a status, and with somebody who looks after them. */
final class ModuleBody {
    private ModuleBody() {}

    static ModuleSpec read(DeviceId device, ModuleId module, ObjectNode body) {
        check(body, "deviceId", device.value());
        check(body, "moduleId", module.value());
        return new ModuleSpec(
                device,
                module,
                AuthenticationBody.read(body.path("authentication")),
                body.path("managedBy").textValue());
    }

    static ObjectNode write(ClientSnapshot module) {
        Identity identity = module.identity();
        ObjectNode body = JsonNodeFactory.instance
                .objectNode()
                .put("moduleId", String.valueOf(identity.id().module()))
                .put("managedBy", identity.managedBy())
                .put("deviceId", identity.id().device().value())
                .put("generationId", identity.generationId())
                .put("etag", identity.etag())
                .put("connectionState", module.connectionState())
                .put("connectionStateUpdatedTime", HubTime.text(module.connectionUpdated()))
                .put("lastActivityTime", HubTime.text(module.lastActivity()))
                .put("cloudToDeviceMessageCount", module.messages());
        body.set("authentication", AuthenticationBody.write(identity.authentication()));
        return body;
    }

    private static void check(ObjectNode body, String field, String inPath) {
        if (body.hasNonNull(field) && !body.get(field).asText().equals(inPath)) {
            throw new HubException(HubError.ARGUMENT_INVALID, field + " in the body and in the path differ.");
        }
    }
}
