package io.downlink.contracts.requests;

import com.fasterxml.jackson.databind.JsonNode;
import io.downlink.contracts.cloudevents.Opening.Opened;
import java.util.Map;

/** What is JSON by the grammar, and yet cannot be carried to a device as it was meant. */
public final class JsonChecks {
    private JsonChecks() {}

    /** Tells of names that stand twice and of text that is none. */
    public static void check(Opened opened, Problems problems) {
        for (String path : opened.duplicates()) {
            problems.add(path, (String) null, "stands more than once: leave only one");
        }
        checkText(opened.data(), "", problems);
    }

    private static void checkText(JsonNode value, String path, Problems problems) {
        if (value.isTextual()) {
            checkText(value.textValue(), path, problems);
        } else if (value.isArray()) {
            for (int i = 0; i < value.size(); i++) {
                checkText(value.get(i), path + "[" + i + "]", problems);
            }
        } else {
            for (Map.Entry<String, JsonNode> member : value.properties()) {
                String memberPath = path.isEmpty() ? member.getKey() : path + "." + member.getKey();
                checkText(member.getKey(), memberPath, problems);
                checkText(member.getValue(), memberPath, problems);
            }
        }
    }

    /** JSON can escape one half of a surrogate pair alone; UTF-8 has no bytes for it. */
    private static void checkText(String text, String path, Problems problems) {
        int next;
        for (int i = 0; i < text.length(); i = next) {
            int character = text.codePointAt(i);
            next = i + Character.charCount(character);
            if (Character.getType(character) == Character.SURROGATE) {
                problems.add(path, (String) null, "holds half of a surrogate pair, \\u%04x".formatted(character));
                return;
            }
        }
    }
}
