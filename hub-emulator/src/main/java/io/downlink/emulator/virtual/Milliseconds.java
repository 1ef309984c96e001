package io.downlink.emulator.virtual;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as the command line writes them: {@code 20ms}, {@code 3s}, {@code 2m}. */
final class Milliseconds {
    private static final Pattern FORM = Pattern.compile("(\\d{1,9})(ms|s|m)");

    private Milliseconds() {}

    static Duration parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException("'" + text + "' is no duration such as 20ms, 3s or 2m");
        }
        long number = Long.parseLong(form.group(1));
        return switch (form.group(2)) {
            case "ms" -> Duration.ofMillis(number);
            case "s" -> Duration.ofSeconds(number);
            default -> Duration.ofMinutes(number);
        };
    }

    static String text(Duration duration) {
        return duration.toMillis() + "ms";
    }
}
