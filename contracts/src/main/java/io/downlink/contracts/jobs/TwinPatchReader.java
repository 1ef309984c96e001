package io.downlink.contracts.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.downlink.contracts.requests.Fields;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads a change of one section of a twin, and holds it against the limits that need no twin to be checked. Whether the
 * changed section is still small enough only the hub can tell.
 *
 * @see <a href="https://learn.microsoft.com/azure/iot-hub/iot-hub-devguide-device-twins#device-twin-size">Twin size</a>
 */
final class TwinPatchReader {
    private static final int NAME_BYTES_MAX = 1024;
    private static final int STRING_BYTES_MAX = 4 * 1024;
    private static final int DEPTH_MAX = 10;
    private static final int NUMBER_BYTES = 8;
    private static final int BOOLEAN_BYTES = 4;
    private static final BigInteger INTEGER_MIN = BigInteger.valueOf(-4_503_599_627_370_496L);
    private static final BigInteger INTEGER_MAX = BigInteger.valueOf(4_503_599_627_370_495L);
    private static final Pattern NAME = Pattern.compile("[^.$ \\p{Cc}]+");

    private final Fields fields;
    private int bytes;

    private TwinPatchReader(Fields fields) {
        this.fields = fields;
    }

    /** @return null where the section is left out, or is no object, which is told */
    static @Nullable ObjectNode read(String name, int bytesMax, Fields fields) {
        JsonNode value = fields.value(name);
        if (value == null) {
            return null;
        }
        if (!(value instanceof ObjectNode section)) {
            fields.problem(name, value, "must be an object");
            return null;
        }
        TwinPatchReader reader = new TwinPatchReader(fields);
        reader.checkObject(section, name, 0);
        if (reader.bytes > bytesMax) {
            fields.problem(name, "has %d bytes of names and values: %d at most".formatted(reader.bytes, bytesMax));
        }
        return section;
    }

    private void checkObject(ObjectNode object, String path, int depth) {
        if (depth > DEPTH_MAX) {
            fields.problem(path, "lies deeper than %d objects".formatted(DEPTH_MAX));
            return;
        }
        for (Map.Entry<String, JsonNode> member : object.properties()) {
            String memberPath = path + "." + member.getKey();
            int nameBytes = utf8Length(member.getKey());
            bytes += nameBytes;
            if (nameBytes > NAME_BYTES_MAX || !NAME.matcher(member.getKey()).matches()) {
                fields.problem(
                        memberPath,
                        "a name in a twin has 1 to %d bytes, without \".\", \"$\", space and control characters"
                                .formatted(NAME_BYTES_MAX));
            }
            check(member.getValue(), memberPath, depth);
        }
    }

    private void check(JsonNode value, String path, int depth) {
        switch (value.getNodeType()) {
            case OBJECT -> checkObject((ObjectNode) value, path, depth + 1);
            case ARRAY -> checkArray(value, path, depth);
            case STRING -> checkString(value.textValue(), path);
            case NUMBER -> checkNumber(value, path);
            case BOOLEAN -> bytes += BOOLEAN_BYTES;
            case NULL, MISSING, BINARY, POJO -> {} // null deletes; the others never come from JSON text
        }
    }

    private void checkArray(JsonNode array, String path, int depth) {
        for (int i = 0; i < array.size(); i++) {
            String elementPath = path + "[" + i + "]";
            if (array.get(i).isNull()) {
                fields.problem(elementPath, "must not be null: a twin's array holds none");
            }
            check(array.get(i), elementPath, depth);
        }
    }

    private void checkString(String text, String path) {
        int length = utf8Length(text);
        bytes += length;
        if (length > STRING_BYTES_MAX) {
            fields.problem(path, "has %d bytes in UTF-8: %d at most".formatted(length, STRING_BYTES_MAX));
        }
    }

    private void checkNumber(JsonNode number, String path) {
        bytes += NUMBER_BYTES;
        if (number.isIntegralNumber()) {
            BigInteger value = number.bigIntegerValue();
            if (value.compareTo(INTEGER_MIN) < 0 || value.compareTo(INTEGER_MAX) > 0) {
                fields.problem(
                        path, number, "must be %d to %d: write it as a string".formatted(INTEGER_MIN, INTEGER_MAX));
            }
        }
    }

    /** Without control characters, as the hub counts. */
    private static int utf8Length(String text) {
        return text.replaceAll("\\p{Cc}", "").getBytes(StandardCharsets.UTF_8).length;
    }
}
