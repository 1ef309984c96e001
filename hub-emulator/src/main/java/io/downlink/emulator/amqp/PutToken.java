package io.downlink.emulator.amqp;

import io.downlink.emulator.hub.HubError;
import io.downlink.emulator.hub.HubException;
import io.downlink.emulator.security.ConnectionAuthenticator;
import io.downlink.emulator.security.Grant;
import io.vertx.proton.ProtonHelper;
import java.util.Map;
import java.util.Objects;
import org.apache.qpid.proton.amqp.messaging.AmqpValue;
import org.apache.qpid.proton.amqp.messaging.ApplicationProperties;
import org.apache.qpid.proton.message.Message;
import org.jspecify.annotations.Nullable;

/**
 * One exchange of claims-based security: a client puts a token, the hub answers whether it takes it.
 *
 * @param status as in HTTP
 * @param grant what it allows; null if it was refused
 */
record PutToken(int status, String description, @Nullable Grant grant) {
    private static final String SAS = "servicebus.windows.net:sastoken";
    private static final String BEARER = "Bearer";

    /** Whether judging it must not happen on an event loop. */
    static boolean mayWait(Message request, ConnectionAuthenticator authenticator) {
        return authenticator.mayWait(token(request));
    }

    /**
     * Judges a request; may wait, see {@link #mayWait}. What the client calls its token does not matter: the token says what
     * it is for.
     */
    static PutToken judge(Message request, ConnectionAuthenticator authenticator) {
        Map<String, Object> properties = properties(request);
        if (!"put-token".equals(properties.get("operation"))) {
            return new PutToken(400, "operation must be put-token.", null);
        }
        String token = token(request);
        if (token == null) {
            return new PutToken(401, "Unauthorized: no shared access signature and no bearer token.", null);
        }
        try {
            return new PutToken(200, "OK", authenticator.ofToken(token));
        } catch (HubException refused) {
            return switch (refused.error()) {
                case DEVICE_NOT_FOUND, MODULE_NOT_FOUND -> new PutToken(404, "Not found", null);
                default -> new PutToken(HubError.UNAUTHORIZED.status(), "Unauthorized", null);
            };
        }
    }

    /** The answer; its correlation id is the request's id in the type it came in, which the SDKs insist on. */
    Message answer(Message request) {
        Message answer = ProtonHelper.message();
        answer.setCorrelationId(request.getMessageId());
        answer.setApplicationProperties(
                new ApplicationProperties(Map.of("status-code", status, "status-description", description)));
        answer.setBody(new AmqpValue(description));
        return answer;
    }

    /** As in HTTP's header; null: there is none. Some SDKs leave out the word before a bearer token. */
    private static @Nullable String token(Message request) {
        if (!(request.getBody() instanceof AmqpValue value) || !(value.getValue() instanceof String token)) {
            return null;
        }
        String type = Objects.toString(properties(request).get("type"));
        if (BEARER.equalsIgnoreCase(type)) {
            return token.startsWith(BEARER) ? token : BEARER + " " + token;
        }
        return SAS.equalsIgnoreCase(type) ? token : null;
    }

    private static Map<String, Object> properties(Message request) {
        ApplicationProperties section = request.getApplicationProperties();
        return section == null || section.getValue() == null ? Map.of() : section.getValue();
    }
}
