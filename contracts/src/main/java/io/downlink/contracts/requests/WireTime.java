package io.downlink.contracts.requests;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Times and durations in a request: ISO-8601, times in UTC, durations in whole seconds and nothing longer than days. */
public final class WireTime {
    /** The same expression stands in the JSON Schema. */
    public static final Pattern DURATION =
            Pattern.compile("^P(?=[0-9T])([0-9]{1,9}D)?(T(?=[0-9])([0-9]{1,9}H)?([0-9]{1,9}M)?([0-9]{1,9}S)?)?$");

    /** The same expression stands in the JSON Schema. */
    public static final Pattern INSTANT =
            Pattern.compile("^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,9})?Z$");

    private WireTime() {}

    static @Nullable Duration duration(JsonNode value) {
        boolean wellFormed =
                value.isTextual() && DURATION.matcher(value.textValue()).matches();
        return wellFormed ? Duration.parse(value.textValue()) : null;
    }

    static String durationRemedy(JsonNode value) {
        boolean seconds = value.isIntegralNumber() && value.canConvertToInt() && value.intValue() >= 0;
        return "must be an ISO-8601 duration in whole seconds: write \"%s\""
                .formatted(seconds ? Duration.ofSeconds(value.intValue()) : "PT30S");
    }

    static @Nullable Instant instant(JsonNode value) {
        if (!value.isTextual() || !INSTANT.matcher(value.textValue()).matches()) {
            return null;
        }
        try {
            return Instant.parse(value.textValue());
        } catch (DateTimeException _) {
            return null;
        }
    }

    static String instantRemedy(JsonNode value) {
        Instant meant = value.isTextual() ? anyOffset(value.textValue()) : null;
        return meant == null
                ? "must be an ISO-8601 time in UTC such as \"2026-12-01T10:00:00Z\""
                : "must be an ISO-8601 time in UTC: write \"%s\"".formatted(meant);
    }

    /** As RFC 3339, and with it CloudEvents, writes times: any offset. */
    public static @Nullable Instant anyOffset(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException _) {
            return null;
        }
    }
}
