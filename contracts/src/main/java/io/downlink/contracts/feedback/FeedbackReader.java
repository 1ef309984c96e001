package io.downlink.contracts.feedback;

import io.downlink.contracts.feedback.Feedback.Report;
import io.downlink.contracts.json.JsonObjectReader;
import io.downlink.contracts.json.JsonObjectReader.MissingMemberException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the values of {@code downlink.feedback}, leniently: fields that it does not know are ignored. */
public final class FeedbackReader {
    private FeedbackReader() {}

    /**
     * @param value the record's value, null where it has none
     * @return empty where it is no feedback, or of a kind that this version does not know
     */
    public static Optional<Feedback> read(byte @Nullable [] value) {
        return JsonObjectReader.read(value, FeedbackReader::feedback);
    }

    private static @Nullable Feedback feedback(JsonObjectReader json) throws MissingMemberException {
        return switch (json.text("event")) {
            case "delivered" -> new Feedback.Delivered(report(json));
            case "expired" -> new Feedback.Expired(report(json));
            case "delivery-count-exceeded" -> new Feedback.DeliveryCountExceeded(report(json));
            case "rejected" -> new Feedback.Rejected(report(json));
            case "unknown" -> new Feedback.Unknown(report(json));
            case "lost" ->
                new Feedback.Lost(json.text("hub"), json.text("deviceId"), json.text("commandId"), json.time("time"));
            default -> null; // names come from the wire: a later version may have more
        };
    }

    private static Report report(JsonObjectReader json) throws MissingMemberException {
        return new Report(
                json.text("hub"),
                json.text("deviceId"),
                json.text("deviceGenerationId"),
                json.textOrNull("commandId"),
                json.text("statusCode"),
                json.text("description"),
                json.time("enqueuedTimeUtc"),
                json.choice("origin", Origin.values()));
    }
}
