package io.downlink.emulator.amqp;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.downlink.emulator.hub.HubError;
import io.downlink.emulator.hub.HubException;
import io.downlink.emulator.hub.JsonText;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.messaging.MessageAnnotations;
import org.apache.qpid.proton.message.Message;

/** What a client wants of its twin. */
sealed interface TwinRequest {
    /** The twin as it is. */
    record Get() implements TwinRequest {}

    /** To report properties. The service ignores the version that a client expects here, other than over MQTT. */
    record Report(ObjectNode properties) implements TwinRequest {}

    /** To hear of desired properties. */
    record SubscribeDesired() implements TwinRequest {}

    /** To hear no more of them. */
    record UnsubscribeDesired() implements TwinRequest {}

    /**
     * Reads a request.
     *
     * @throws HubException {@link HubError#ARGUMENT_INVALID} or {@link HubError#FORMAT_ERROR} if it is none
     */
    static TwinRequest read(Message message) {
        String operation = annotation(message, "operation").toUpperCase(Locale.ROOT);
        String resource = annotation(message, "resource").toLowerCase(Locale.ROOT);
        return switch (operation + " " + resource) {
            case "GET " -> new Get();
            case "PATCH /properties/reported" -> new Report(properties(message));
            case "PUT /notifications/twin/properties/desired" -> new SubscribeDesired();
            case "DELETE /notifications/twin/properties/desired" -> new UnsubscribeDesired();
            default -> throw new HubException(HubError.ARGUMENT_INVALID, "A twin has no such operation.");
        };
    }

    private static ObjectNode properties(Message message) {
        ObjectNode properties = JsonText.object(MessageBody.bytes(message));
        if (properties == null) {
            throw new HubException(HubError.FORMAT_ERROR, "Reported properties must be a JSON object.");
        }
        return properties;
    }

    private static String annotation(Message message, String name) {
        MessageAnnotations section = message.getMessageAnnotations();
        Map<Symbol, Object> annotations = section == null || section.getValue() == null ? Map.of() : section.getValue();
        return Objects.toString(annotations.get(Symbol.valueOf(name)), "");
    }
}
