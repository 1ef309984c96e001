package io.downlink.contracts.commands;

import com.fasterxml.jackson.databind.JsonNode;
import io.downlink.contracts.cloudevents.Attributes;
import io.downlink.contracts.requests.Fields;
import io.downlink.contracts.requests.Problems;
import io.downlink.contracts.requests.WireTime;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Reads until when a command may be sent: its {@code deadline}, else its event's {@code expirytime}, else a lifetime. */
final class DeadlineReader {
    private final Instant recordTime;
    private final Attributes attributes;
    private final Problems problems;

    DeadlineReader(Instant recordTime, Attributes attributes, Problems problems) {
        this.recordTime = recordTime;
        this.attributes = attributes;
        this.problems = problems;
    }

    Instant read(Fields fields, RequestDefaults defaults) {
        JsonNode written = fields.value("deadline");
        if (written != null) {
            Instant deadline = fields.instant("deadline");
            String tooFar = tooFar(deadline, defaults);
            if (tooFar != null) {
                fields.problem("deadline", written, tooFar);
            }
            return deadline == null ? recordTime : deadline;
        }
        String expiry = attributes.get(Attributes.EXPIRYTIME);
        return expiry == null ? recordTime.plus(defaults.lifetime()) : expiry(expiry, defaults);
    }

    private Instant expiry(String written, RequestDefaults defaults) {
        Instant expiry = WireTime.anyOffset(written);
        String problem = expiry == null
                ? "must be a time such as \"2026-12-01T10:00:00Z\" (RFC 3339)"
                : tooFar(expiry, defaults);
        if (problem != null) {
            problems.add("ce_expirytime", written, problem);
        }
        return expiry == null ? recordTime : expiry;
    }

    private @Nullable String tooFar(@Nullable Instant deadline, RequestDefaults defaults) {
        Instant latest = recordTime.plus(defaults.lifetimeMax());
        if (deadline == null || !deadline.isAfter(latest)) {
            return null;
        }
        return "is more than %s after the record's timestamp: at the latest \"%s\""
                .formatted(defaults.lifetimeMax(), latest);
    }
}
