package io.downlink.contracts.methods;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import io.downlink.contracts.json.ExactJson;
import io.downlink.contracts.requests.Fields;
import io.downlink.contracts.requests.Limits;
import io.downlink.contracts.requests.TextRule;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Reads the {@code method} of a request. */
public final class MethodParser {
    /** The fields that it knows, in the order of the documentation. */
    public static final List<String> NAMES = List.of("name", "payload", "connectTimeout", "responseTimeout");

    /** What other words mean. */
    public static final Map<String, String> OTHER_WORDS = Map.of(
            "methodname", "name",
            "args", "payload",
            "body", "payload",
            "data", "payload",
            "timeout", "responseTimeout",
            "responsetimeoutinseconds", "responseTimeout",
            "connecttimeoutinseconds", "connectTimeout",
            "connectiontimeout", "connectTimeout");

    private final Function<String, MethodTimeouts> timeoutsOf;

    /** @param timeoutsOf what a call gets that names no timeouts, by the method's name */
    public MethodParser(Function<String, MethodTimeouts> timeoutsOf) {
        this.timeoutsOf = timeoutsOf;
    }

    public Method parse(Fields fields) {
        String name = fields.required("name", TextRule.METHOD_NAME);
        MethodTimeouts timeouts = timeoutsOf.apply(name);
        Duration response = fields.duration("responseTimeout", Limits.RESPONSE_TIMEOUT);
        Duration connect = fields.duration("connectTimeout", Limits.CONNECT_TIMEOUT);
        Duration responseTimeout = response == null ? timeouts.responseTimeout() : response;
        Duration connectTimeout = connect == null ? shorter(timeouts.connectTimeout(), responseTimeout) : connect;
        if (connectTimeout.compareTo(responseTimeout) > 0) {
            fields.refuse("connectTimeout", "is longer than responseTimeout (%s)".formatted(responseTimeout));
        }
        return new Method(name, payload(fields), connectTimeout, responseTimeout);
    }

    private static JsonNode payload(Fields fields) {
        JsonNode payload = fields.value("payload");
        if (payload == null) {
            return NullNode.getInstance();
        }
        int bytes = ExactJson.utf8Length(payload);
        if (bytes > Limits.METHOD_PAYLOAD_BYTES_MAX) {
            fields.problem(
                    "payload",
                    "has %d bytes of JSON in UTF-8: %d at most".formatted(bytes, Limits.METHOD_PAYLOAD_BYTES_MAX));
        }
        return payload;
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) <= 0 ? a : b;
    }
}
