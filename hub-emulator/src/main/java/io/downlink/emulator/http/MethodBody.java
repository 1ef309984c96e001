package io.downlink.emulator.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.downlink.emulator.hub.HubError;
import io.downlink.emulator.hub.HubException;
import io.downlink.emulator.hub.MethodAnswer;
import io.downlink.emulator.hub.MethodCall;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Reads and writes the bodies of direct methods; a payload passes through as the text that it is. */
final class MethodBody {
    private static final JsonFactory JSON =
            JsonFactory.builder().disable(StreamReadFeature.AUTO_CLOSE_SOURCE).build();
    private static final Duration RESPONSE_TIMEOUT_DEFAULT = Duration.ofSeconds(30);

    private MethodBody() {}

    static MethodCall read(byte[] body) {
        String method = "";
        String payload = "null";
        Duration responseTimeout = RESPONSE_TIMEOUT_DEFAULT;
        Duration connectTimeout = Duration.ZERO;
        try (JsonParser parser = JSON.createParser(body)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw malformed();
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String field = parser.currentName();
                JsonToken value = parser.nextToken();
                switch (field) {
                    case "methodName" -> method = text(parser, value);
                    case "responseTimeoutInSeconds" -> responseTimeout = seconds(parser, value, responseTimeout);
                    case "connectTimeoutInSeconds" -> connectTimeout = seconds(parser, value, connectTimeout);
                    case "payload" -> payload = raw(parser, body);
                    default -> parser.skipChildren();
                }
            }
        } catch (IOException notJson) {
            throw malformed();
        }
        return new MethodCall(method, payload, responseTimeout, connectTimeout);
    }

    /** How large the payload of a request is that may be malformed. */
    static int payloadBytes(byte[] body) {
        return read(body).payload().getBytes(StandardCharsets.UTF_8).length;
    }

    static byte[] write(MethodAnswer answer) {
        return ("{\"status\":" + answer.status() + ",\"payload\":" + answer.payload() + "}")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static String raw(JsonParser parser, byte[] body) throws IOException {
        int from = (int) parser.currentTokenLocation().getByteOffset();
        parser.skipChildren();
        parser.finishToken(); // texts are read only on demand, and then the parser knows where they end
        int to = (int) parser.currentLocation().getByteOffset();
        return new String(body, from, to - from, StandardCharsets.UTF_8);
    }

    private static String text(JsonParser parser, JsonToken value) throws IOException {
        if (value != JsonToken.VALUE_STRING) {
            throw malformed();
        }
        return parser.getText();
    }

    private static Duration seconds(JsonParser parser, JsonToken value, Duration absent) throws IOException {
        return switch (value) {
            case VALUE_NULL -> absent;
            case VALUE_NUMBER_INT -> Duration.ofSeconds(parser.getIntValue());
            default -> throw malformed();
        };
    }

    private static HubException malformed() {
        return new HubException(HubError.FORMAT_ERROR, "The body of a direct method is not what it must be.");
    }
}
