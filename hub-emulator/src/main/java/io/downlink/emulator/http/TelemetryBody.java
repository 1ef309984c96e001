package io.downlink.emulator.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.downlink.emulator.hub.HubError;
import io.downlink.emulator.hub.HubException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads what a device sends: one message as it is, or several in a JSON array. */
final class TelemetryBody {
    private static final String BATCH = "application/vnd.microsoft.iothub.json";

    private TelemetryBody() {}

    /**
     * How large it is, with its properties.
     *
     * @throws HubException {@link HubError#FORMAT_ERROR}, if it should be an array of messages and is none
     */
    static int size(Exchange exchange) {
        if (isBatch(exchange.header("Content-Type"))) {
            for (JsonNode message : exchange.jsonArray()) {
                check(message);
            }
        }
        int size = exchange.body().length;
        for (Map.Entry<String, String> header : exchange.headers()) {
            if (header.getKey().toLowerCase(Locale.ROOT).startsWith("iothub-")) {
                size += header.getKey().length() + header.getValue().getBytes(StandardCharsets.UTF_8).length;
            }
        }
        return size;
    }

    private static boolean isBatch(@Nullable String contentType) {
        return contentType != null && contentType.toLowerCase(Locale.ROOT).startsWith(BATCH);
    }

    private static void check(JsonNode message) {
        if (!message.path("body").isTextual()) {
            throw new HubException(HubError.FORMAT_ERROR, "Each message needs a text as its body.");
        }
        if (message.path("base64Encoded").booleanValue()) {
            try {
                Base64.getDecoder().decode(message.path("body").textValue());
            } catch (IllegalArgumentException notBase64) {
                throw new HubException(HubError.FORMAT_ERROR, "A body is not in Base64, although it says so.");
            }
        }
    }
}
