package io.downlink.emulator.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.downlink.emulator.hub.BulkItem;
import io.downlink.emulator.hub.BulkItem.Mode;
import io.downlink.emulator.hub.DeviceId;
import io.downlink.emulator.hub.HubError;
import io.downlink.emulator.hub.HubException;
import io.downlink.emulator.hub.IdentitySpec;
import io.downlink.emulator.hub.IfMatch;
import io.downlink.emulator.hub.ModuleId;

/** Reads the items of a bulk request, and writes what became of those that failed. */
final class BulkBody {
    private BulkBody() {}

    static BulkItem read(JsonNode item) {
        if (!(item instanceof ObjectNode body)) {
            throw new HubException(HubError.FORMAT_ERROR, "Each item must be a JSON object.");
        }
        return new BulkItem(
                Mode.of(body.path("importMode").asText()),
                spec(body),
                condition(body.path("eTag")),
                TwinBody.read(body, false),
                condition(body.path("twinETag")));
    }

    static ObjectNode error(JsonNode item, HubException refusal) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("deviceId", item.path("id").textValue())
                .put("moduleId", item.path("moduleId").textValue())
                .put("errorCode", refusal.error().symbol())
                .put("errorStatus", refusal.getMessage())
                .put("operation", item.path("importMode").textValue());
    }

    private static IdentitySpec spec(ObjectNode body) {
        DeviceId device = new DeviceId(body.path("id").asText());
        return body.hasNonNull("moduleId")
                ? ModuleBody.read(device, new ModuleId(body.path("moduleId").asText()), body)
                : DeviceBody.read(device, body);
    }

    private static IfMatch condition(JsonNode etag) {
        return new IfMatch(etag.asText());
    }
}
