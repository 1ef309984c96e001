package io.downlink.contracts.commands;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import io.downlink.contracts.commands.CommandRequest.Method;
import io.downlink.contracts.json.ExactJson;
import java.time.Duration;

/** Reads the {@code method} of a request. */
final class MethodParser {
    private final RequestDefaults defaults;

    MethodParser(RequestDefaults defaults) {
        this.defaults = defaults;
    }

    Method parse(Fields fields, WhenOffline whenOffline) {
        String name = fields.required("name", TextRule.METHOD_NAME);
        RequestDefaults.Timeouts timeouts = defaults.timeoutsOf(name);
        Duration response = fields.duration("responseTimeout", Limits.RESPONSE_TIMEOUT);
        Duration connect = fields.duration("connectTimeout", Limits.CONNECT_TIMEOUT);
        Duration responseTimeout = response == null ? timeouts.responseTimeout() : response;
        Duration connectTimeout = connect == null ? shorter(timeouts.connectTimeout(), responseTimeout) : connect;
        if (connectTimeout.compareTo(responseTimeout) > 0) {
            fields.refuse("connectTimeout", "is longer than responseTimeout (%s)".formatted(responseTimeout));
        }
        return new Method(name, payload(fields, whenOffline), connectTimeout, responseTimeout);
    }

    private static JsonNode payload(Fields fields, WhenOffline whenOffline) {
        JsonNode payload = fields.value("payload");
        if (payload == null) {
            return NullNode.getInstance();
        }
        int bytes = ExactJson.utf8Length(payload);
        if (bytes > Limits.METHOD_PAYLOAD_BYTES_MAX) {
            fields.problem(
                    "payload",
                    "has %d bytes of JSON in UTF-8: %d at most".formatted(bytes, Limits.METHOD_PAYLOAD_BYTES_MAX));
        } else if (whenOffline == WhenOffline.CLOUD_TO_DEVICE && bytes > Limits.MESSAGE_BYTES_MAX) {
            fields.problem(
                    "payload",
                    "has %d bytes of JSON in UTF-8: %d at most with \"whenOffline\": \"cloud-to-device\""
                            .formatted(bytes, Limits.MESSAGE_BYTES_MAX));
        }
        return payload;
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) <= 0 ? a : b;
    }
}
