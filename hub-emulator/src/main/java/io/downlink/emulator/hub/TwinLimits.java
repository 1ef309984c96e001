package io.downlink.emulator.hub;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Checks what a client wants to write into a twin. */
final class TwinLimits {
    private TwinLimits() {}

    /** Refuses a patch with keys, texts, numbers or depths that the hub does not keep. */
    static void checkPatch(JsonNode node) {
        check(node, 0);
    }

    /** Refuses a result that has become too large. */
    static void checkSize(JsonNode result, int bytesMax) {
        if (size(result) > bytesMax) {
            throw new HubException(
                    HubError.MESSAGE_TOO_LARGE, "A part of the twin is larger than " + bytesMax + " bytes.");
        }
    }

    /** As the service counts: keys and texts without control characters, numbers as 8 bytes, truth values as 4. */
    private static int size(JsonNode node) {
        return switch (node.getNodeType()) {
            case OBJECT ->
                node.properties().stream()
                        .mapToInt(property -> size(property.getKey()) + size(property.getValue()))
                        .sum();
            case ARRAY -> node.valueStream().mapToInt(TwinLimits::size).sum();
            case STRING -> size(node.textValue());
            case NUMBER -> Long.BYTES;
            case BOOLEAN -> Integer.BYTES;
            case NULL, BINARY, MISSING, POJO -> 0;
        };
    }

    private static int size(String text) {
        int controls = (int) text.chars().filter(Character::isISOControl).count();
        return text.getBytes(StandardCharsets.UTF_8).length - controls;
    }

    private static void check(JsonNode node, int depth) {
        if (depth > Limits.TWIN_DEPTH_MAX) {
            throw invalid("A twin is at most " + Limits.TWIN_DEPTH_MAX + " levels deep.");
        }
        switch (node.getNodeType()) {
            case OBJECT -> {
                for (Map.Entry<String, JsonNode> property : node.properties()) {
                    checkKey(property.getKey());
                    check(property.getValue(), depth + 1);
                }
            }
            case ARRAY -> {
                for (JsonNode element : node) {
                    if (element.isNull()) {
                        throw invalid("An array in a twin cannot hold null.");
                    }
                    check(element, depth + 1);
                }
            }
            case STRING -> {
                if (node.textValue().getBytes(StandardCharsets.UTF_8).length > Limits.TWIN_TEXT_BYTES_MAX) {
                    throw invalid("A text in a twin has at most " + Limits.TWIN_TEXT_BYTES_MAX + " bytes.");
                }
            }
            case NUMBER -> {
                if (node.isIntegralNumber() && !fits(node)) {
                    throw invalid("An integer in a twin is within -4503599627370496 and 4503599627370495.");
                }
            }
            case NULL, BOOLEAN, BINARY, MISSING, POJO -> {}
        }
    }

    private static boolean fits(JsonNode number) {
        return number.canConvertToLong()
                && number.longValue() <= Limits.TWIN_INTEGER_MAX
                && number.longValue() >= -Limits.TWIN_INTEGER_MAX - 1;
    }

    private static void checkKey(String key) {
        boolean forbidden = key.chars().anyMatch(c -> Character.isISOControl(c) || ".$# ".indexOf(c) >= 0);
        if (key.isEmpty() || forbidden) {
            throw invalid("A key in a twin has no control characters, '.', '$', '#' or space.");
        }
        if (key.getBytes(StandardCharsets.UTF_8).length > Limits.TWIN_KEY_BYTES_MAX) {
            throw invalid("A key in a twin has at most " + Limits.TWIN_KEY_BYTES_MAX + " bytes.");
        }
    }

    private static HubException invalid(String message) {
        return new HubException(HubError.ARGUMENT_INVALID, message);
    }
}
