package io.downlink.emulator.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.downlink.emulator.hub.HubError;
import io.downlink.emulator.hub.HubException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Writes the body of an error in the forms of the service. */
final class ErrorBody {
    private static final DateTimeFormatter TIME_STAMP =
            DateTimeFormatter.ofPattern("MM/dd/yyyy HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private ErrorBody() {}

    static ObjectNode of(HubException refusal, ErrorShape shape, String requestId, Instant now) {
        String trackingId =
                requestId.replace("-", "").toUpperCase(Locale.ROOT) + "-G:0-TimeStamp:" + TIME_STAMP.format(now);
        return switch (shape) {
            case FLAT ->
                body("ErrorCode:" + refusal.error().symbol() + ";" + refusal.getMessage(), "Tracking ID:" + trackingId);
            case STRUCTURED -> structured(refusal, trackingId, now);
            // The SDK joins both texts: anything after the inner JSON would keep it from being read.
            case NESTED -> body(nested(refusal, trackingId, now).toString(), "");
        };
    }

    private static ObjectNode nested(HubException refusal, String trackingId, Instant now) {
        ObjectNode inner = structured(refusal, trackingId, now);
        inner.putObject("info");
        return inner;
    }

    private static ObjectNode structured(HubException refusal, String trackingId, Instant now) {
        HubError error = refusal.error();
        return JsonNodeFactory.instance
                .objectNode()
                .put("errorCode", error.code())
                .put("trackingId", trackingId)
                .put("message", refusal.getMessage())
                .put("timestampUtc", now.toString());
    }

    private static ObjectNode body(String message, String exceptionMessage) {
        return JsonNodeFactory.instance.objectNode().put("Message", message).put("ExceptionMessage", exceptionMessage);
    }
}
