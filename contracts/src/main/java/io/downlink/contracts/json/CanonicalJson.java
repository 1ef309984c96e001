package io.downlink.contracts.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.TreeMap;

/**
 * One text for all ways to write the same JSON, after RFC 8785 but for the numbers.
 *
 * <ul>
 *   <li>no white space outside strings;
 *   <li>the members of an object sorted by their names' UTF-16 code units;
 *   <li>strings with {@code \b \t \n \f \r \" \\} and, for other characters below U+0020, {@code \}{@code u00xx} in lower
 *       case; every other character as it is;
 *   <li>integers in decimal digits; other numbers as {@link java.math.BigDecimal#toString()} writes them, so that
 *       {@code 1.50} stays {@code 1.50} and {@code 1e3} becomes {@code 1E+3}. (RFC 8785 would squeeze them into a double.)
 * </ul>
 */
public final class CanonicalJson {
    private final StringBuilder text = new StringBuilder(256);

    private CanonicalJson() {}

    /** @param value as {@link ExactJson} reads it */
    public static String of(JsonNode value) {
        CanonicalJson canonical = new CanonicalJson();
        canonical.write(value);
        return canonical.text.toString();
    }

    private void write(JsonNode value) {
        switch (value.getNodeType()) {
            case OBJECT -> writeObject(value);
            case ARRAY -> writeArray(value);
            case STRING -> writeString(value.textValue());
            default -> text.append(value.asText());
        }
    }

    private void writeObject(JsonNode object) {
        Map<String, JsonNode> members = new TreeMap<>();
        object.properties().forEach(member -> members.put(member.getKey(), member.getValue()));
        String separator = "";
        text.append('{');
        for (Map.Entry<String, JsonNode> member : members.entrySet()) {
            text.append(separator);
            writeString(member.getKey());
            text.append(':');
            write(member.getValue());
            separator = ",";
        }
        text.append('}');
    }

    private void writeArray(JsonNode array) {
        String separator = "";
        text.append('[');
        for (JsonNode element : array) {
            text.append(separator);
            write(element);
            separator = ",";
        }
        text.append(']');
    }

    private void writeString(String value) {
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            writeCharacter(value.charAt(i));
        }
        text.append('"');
    }

    private void writeCharacter(char c) {
        switch (c) {
            case '"' -> text.append("\\\"");
            case '\\' -> text.append("\\\\");
            case '\b' -> text.append("\\b");
            case '\t' -> text.append("\\t");
            case '\n' -> text.append("\\n");
            case '\f' -> text.append("\\f");
            case '\r' -> text.append("\\r");
            default -> {
                if (c < ' ') {
                    text.append("\\u00").append(Character.forDigit(c >> 4, 16)).append(Character.forDigit(c & 15, 16));
                } else {
                    text.append(c);
                }
            }
        }
    }
}
