package io.downlink.contracts.commands;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.downlink.contracts.commands.CommandRequest.Body;
import io.downlink.contracts.commands.CommandRequest.Message;
import io.downlink.contracts.json.ExactJson;
import io.downlink.contracts.requests.Fields;
import io.downlink.contracts.requests.Limits;
import io.downlink.contracts.requests.TextRule;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the {@code message} of a request. */
final class MessageParser {
    private static final List<String> BODY_FORMS = List.of("body", "bodyText", "bodyBase64");
    /** The property that {@code contentType} is sent as. */
    private static final String CONTENT_TYPE = "content-type";

    private static final Body NO_BODY = new Body.Text("");

    private MessageParser() {}

    static Message parse(Fields fields) {
        Message message = new Message(
                body(fields),
                fields.text("contentType", TextRule.PRINTABLE),
                fields.text("correlationId", TextRule.PRINTABLE),
                properties(fields),
                fields.choice("ack", Ack.values(), Ack.FULL),
                fields.duration("timeToLive", Limits.TIME_TO_LIVE));
        long bytes = bytes(message);
        if (bytes > Limits.MESSAGE_BYTES_MAX) {
            fields.problem(
                    formOf(message.body()),
                    "has %d bytes together with the properties: %d at most".formatted(bytes, Limits.MESSAGE_BYTES_MAX));
        }
        return message;
    }

    /** What counts towards {@link Limits#MESSAGE_BYTES_MAX}. */
    static long bytes(Message message) {
        String contentType = message.contentType();
        long ofContentType = contentType == null ? 0 : CONTENT_TYPE.length() + contentType.length();
        return bytes(message.body()) + bytes(message.properties()) + ofContentType;
    }

    private static Body body(Fields fields) {
        List<String> written =
                BODY_FORMS.stream().filter(form -> fields.value(form) != null).toList();
        if (written.size() != 1) {
            String found = written.isEmpty() ? "there is none" : "there are " + String.join(", ", written);
            fields.problem("body", "exactly one of body, bodyText and bodyBase64 is required: " + found);
            return NO_BODY;
        }
        JsonNode json = fields.value("body");
        if (json != null) {
            return new Body.Json(json);
        }
        String text = fields.text("bodyText");
        if (text != null) {
            return new Body.Text(text);
        }
        String base64 = fields.text("bodyBase64");
        return base64 == null ? NO_BODY : base64(fields, base64);
    }

    private static Body base64(Fields fields, String base64) {
        try {
            java.util.Base64.getDecoder().decode(base64);
            return new Body.Base64(base64);
        } catch (IllegalArgumentException _) {
            fields.problem("bodyBase64", "is not Base64 (RFC 4648, section 4: with + and /, without line breaks)");
            return NO_BODY;
        }
    }

    private static Map<String, String> properties(Fields fields) {
        JsonNode value = fields.value("properties");
        if (value == null) {
            return Map.of();
        }
        if (!(value instanceof ObjectNode written)) {
            fields.problem("properties", value, "must be an object of strings");
            return Map.of();
        }
        Map<String, String> properties = new HashMap<>();
        for (Map.Entry<String, JsonNode> property : written.properties()) {
            String name = property.getKey();
            String problem = problem(fields, name, property.getValue());
            if (problem == null) {
                properties.put(name, property.getValue().textValue());
            } else {
                fields.problem("properties." + name, property.getValue(), problem);
            }
        }
        return properties;
    }

    private static @Nullable String problem(Fields fields, String name, JsonNode value) {
        if (!TextRule.PROPERTY_NAME.accepts(name)) {
            return "a property's name must be " + TextRule.PROPERTY_NAME.description();
        }
        if (name.toLowerCase(Locale.ROOT).startsWith("iothub-")) {
            return "names that start with iothub- belong to IoT Hub";
        }
        if (name.equals(CONTENT_TYPE) && fields.value("contentType") != null) {
            return "is what contentType is sent as: leave one of them out";
        }
        if (!value.isTextual()) {
            return value.isValueNode()
                    ? "must be a string: write \"%s\"".formatted(value.asText())
                    : "must be a string";
        }
        return TextRule.PROPERTY_VALUE.accepts(value.textValue())
                ? null
                : "must be " + TextRule.PROPERTY_VALUE.description();
    }

    private static String formOf(Body body) {
        return switch (body) {
            case Body.Json _ -> "body";
            case Body.Text _ -> "bodyText";
            case Body.Base64 _ -> "bodyBase64";
        };
    }

    private static long bytes(Body body) {
        return switch (body) {
            case Body.Json(JsonNode value) -> ExactJson.utf8Length(value);
            case Body.Text(String text) -> text.getBytes(StandardCharsets.UTF_8).length;
            case Body.Base64(String base64) -> java.util.Base64.getDecoder().decode(base64).length;
        };
    }

    private static long bytes(Map<String, String> properties) {
        return properties.entrySet().stream()
                .mapToLong(property ->
                        property.getKey().length() + property.getValue().length())
                .sum();
    }
}
