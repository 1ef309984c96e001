package io.downlink.contracts.feedback;

import io.downlink.contracts.feedback.Feedback.Lost;
import io.downlink.contracts.feedback.Feedback.Report;
import java.time.Instant;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Feedback of every kind, with and without what may be missing. */
final class Reports {
    static final Instant TIME = Instant.parse("2026-12-01T09:00:01.123456700Z");

    private Reports() {}

    static Report report(String statusCode, @Nullable String messageId) {
        return report(statusCode, messageId, messageId == null ? Origin.NO_ID : Origin.COMMAND);
    }

    static Report report(String statusCode, @Nullable String messageId, @Nullable Origin origin) {
        return new Report("default", "pump-17", "638012345", messageId, statusCode, statusCode, TIME, origin);
    }

    static Stream<Feedback> all() {
        Stream<Feedback> reported = Stream.of("Success", "Expired", "DeliveryCountExceeded", "Rejected", "Purged")
                .flatMap(code -> Stream.of(
                        report(code, "77aa"),
                        report(code, "foreign", Origin.UNKNOWN_ID),
                        report(code, null),
                        report(code, "earlier", null)))
                .map(Feedback::of);
        return Stream.concat(reported, Stream.of(new Lost("default", "pump-17", "77aa", TIME)));
    }
}
