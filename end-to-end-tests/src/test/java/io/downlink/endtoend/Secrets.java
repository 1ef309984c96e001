package io.downlink.endtoend;

import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What nobody may read: keys that are known, and what looks like a key, a token or a signature, whatever its value.
 *
 * @param values such as a hub's keys, a password
 */
record Secrets(List<String> values) {
    /** 32 bytes in Base64, as IoT Hub's keys are. */
    private static final String KEY = "(?<![A-Za-z0-9+/=])[A-Za-z0-9+/]{43}=(?![A-Za-z0-9+/=])";

    private static final String JWT = "eyJ[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+";

    private static final Pattern SHAPES = Pattern.compile(String.join(
            "|",
            KEY,
            JWT,
            "SharedAccessKey=[^.…*]",
            "SharedAccessSignature s",
            "[&?]sig=",
            "(?i:authorization[:=] ?\\w)"));

    Secrets {
        values = List.copyOf(values);
    }

    /** The lines in which one stands. */
    List<String> foundIn(Collection<String> lines) {
        return lines.stream()
                .filter(line -> values.stream().anyMatch(line::contains)
                        || SHAPES.matcher(line).find())
                .toList();
    }
}
