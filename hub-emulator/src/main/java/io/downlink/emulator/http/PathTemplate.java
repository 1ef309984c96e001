package io.downlink.emulator.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A path in which {@code {name}} stands for any one segment. Paths are compared segment by segment before they are
 * decoded, so an id may hold an encoded slash, question mark or percent sign.
 */
final class PathTemplate {
    private final String text;
    private final List<String> segments;

    PathTemplate(String text) {
        this.text = text;
        this.segments = split(text);
    }

    /** The segments of a path, still encoded; a slash at its end does not count. */
    static List<String> split(String path) {
        List<String> segments = new ArrayList<>(5);
        int from = 1;
        while (from < path.length()) {
            int slash = path.indexOf('/', from);
            int to = slash < 0 ? path.length() : slash;
            segments.add(path.substring(from, to));
            from = to + 1;
        }
        return segments;
    }

    /** The decoded values of the variables, or null if the path is another one. */
    @Nullable
    List<String> match(List<String> path) {
        if (path.size() != segments.size()) {
            return null;
        }
        List<String> variables = new ArrayList<>(2);
        for (int i = 0; i < path.size(); i++) {
            String segment = segments.get(i);
            if (segment.startsWith("{")) {
                variables.add(decode(path.get(i)));
            } else if (!segment.equalsIgnoreCase(path.get(i))) {
                return null;
            }
        }
        return variables;
    }

    @Override
    public String toString() {
        return text;
    }

    private static String decode(String segment) {
        if (segment.indexOf('%') < 0) {
            return segment;
        }
        try {
            // In a path, unlike in a form, a plus sign is a plus sign.
            return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            return segment; // a client that does not escape: "%" is legal in device ids
        }
    }
}
