package io.downlink.contracts.commands;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.downlink.contracts.json.ExactJson;

/** Valid requests for pump-17, and what becomes of them when one field is set to something else. */
final class Requests {
    static final String METHOD = """
            {"deviceId": "pump-17", "type": "direct-method", "method": {"name": "reboot"}}""";
    static final String MESSAGE = """
            {"deviceId": "pump-17", "type": "cloud-to-device", "message": {"bodyText": "hello"}}""";
    static final String CANCEL = """
            {"deviceId": "pump-17", "type": "cancel", "commandId": "2f1c"}""";

    private Requests() {}

    /** The request with another value, given as JSON, at a path such as {@code method.name}; the same if it has no such object. */
    static String with(String request, String path, String value) {
        JsonNode root = tree(request);
        JsonNode place = root;
        String name = path;
        for (int dot = name.indexOf('.'); dot > 0; dot = name.indexOf('.')) {
            place = place.path(name.substring(0, dot));
            name = name.substring(dot + 1);
        }
        if (place instanceof ObjectNode object) {
            object.set(name, tree(value));
        }
        return ExactJson.text(root);
    }

    static String text(String request, String name) {
        return tree(request).path(name).asText();
    }

    /** The text as a JSON string. */
    static String quoted(String text) {
        return ExactJson.text(TextNode.valueOf(text));
    }

    static JsonNode tree(String json) {
        try {
            return ExactJson.read(Records.utf8(json)).tree();
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(json, e);
        }
    }
}
