package io.downlink.emulator.jobs;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Times in the form that the service's jobs have: UTC with seven digits of a second. */
public final class JobTime {
    private static final DateTimeFormatter FORM = DateTimeFormatter.ofPattern(
                    "yyyy-MM-dd'T'HH:mm:ss.SSSSSSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private JobTime() {}

    public static String text(Instant time) {
        return FORM.format(time);
    }
}
