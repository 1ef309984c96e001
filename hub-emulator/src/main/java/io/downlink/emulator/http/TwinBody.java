package io.downlink.emulator.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.downlink.emulator.hub.HubError;
import io.downlink.emulator.hub.HubException;
import io.downlink.emulator.hub.TwinChange;
import org.jspecify.annotations.Nullable;

/** Reads changes of twins. */
final class TwinBody {
    private TwinBody() {}

    /** Reads what a client may write; everything else in its body mirrors the twin and is ignored. */
    static TwinChange read(ObjectNode body, boolean replace) {
        return new TwinChange(
                object(body.path("tags"), "tags"),
                object(body.path("properties").path("desired"), "properties.desired"),
                replace);
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
