package io.downlink.emulator.websocket;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the hub makes of a request to open a WebSocket.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6455#section-4.2">RFC 6455, 4.2</a>
 */
sealed interface Handshake {
    /** The only version of the protocol there is. */
    String VERSION = "13";

    /** Both sides agree. */
    record Agreed(String subprotocol, String accept) implements Handshake {}

    /** No WebSocket comes about. */
    record Refused(int status, String reason) implements Handshake {}

    /**
     * Reads a request.
     *
     * @param known names of subprotocols
     */
    static Handshake of(HttpServerRequest request, Set<String> known) {
        if (!request.method().equals(HttpMethod.GET)) {
            return new Refused(405, "A WebSocket is opened by GET.");
        }
        if (tokens(request, "Upgrade").noneMatch("websocket"::equalsIgnoreCase)
                || tokens(request, "Connection").noneMatch("upgrade"::equalsIgnoreCase)) {
            return new Refused(400, "This address is for WebSockets.");
        }
        if (!VERSION.equals(request.getHeader("Sec-WebSocket-Version"))) {
            return new Refused(426, "Sec-WebSocket-Version must be " + VERSION + ".");
        }
        String key = request.getHeader("Sec-WebSocket-Key");
        if (key == null || !isNonce(key)) {
            return new Refused(400, "Sec-WebSocket-Key must be 16 bytes in Base64.");
        }
        return tokens(request, "Sec-WebSocket-Protocol")
                .filter(known::contains)
                .findFirst()
                .<Handshake>map(subprotocol -> new Agreed(subprotocol, accept(key)))
                .orElseGet(() -> new Refused(400, "Sec-WebSocket-Protocol must name one of " + known + "."));
    }

    private static Stream<String> tokens(HttpServerRequest request, String header) {
        return request.headers().getAll(header).stream()
                .flatMap(value -> Stream.of(value.split(",", -1)))
                .map(String::strip);
    }

    private static boolean isNonce(String key) {
        try {
            return Base64.getDecoder().decode(key.strip()).length == 16;
        } catch (IllegalArgumentException notBase64) {
            return false;
        }
    }

    private static String accept(String key) {
        try {
            byte[] text = (key.strip() + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(StandardCharsets.US_ASCII);
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-1").digest(text));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-1", e);
        }
    }

    /** Whether a path is the WebSocket's; uAMQP of Python calls it by the name that it has at Service Bus. */
    static boolean isPath(@Nullable String path) {
        if (path == null) {
            return false;
        }
        String bare = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        return switch (bare.toLowerCase(Locale.ROOT)) {
            case "/$iothub/websocket", "/$servicebus/websocket" -> true;
            default -> false;
        };
    }
}
