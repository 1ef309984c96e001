package io.downlink.emulator.amqp;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.downlink.emulator.hub.HubException;
import io.vertx.proton.ProtonHelper;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.qpid.proton.amqp.Binary;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.messaging.Data;
import org.apache.qpid.proton.amqp.messaging.MessageAnnotations;
import org.apache.qpid.proton.message.Message;

/** Writes what the hub says about a twin. A message with a correlation id is an answer; one without is a notification. */
final class TwinMessage {
    private static final Symbol STATUS = Symbol.valueOf("status");
    private static final Symbol VERSION = Symbol.valueOf("version");
    private static final Symbol RESOURCE = Symbol.valueOf("resource");

    private TwinMessage() {}

    static Message twin(ObjectNode twin) {
        return message(Map.of(STATUS, 200), twin.toString());
    }

    static Message reported(long version) {
        return message(Map.of(STATUS, 204, VERSION, version), "");
    }

    static Message done() {
        return message(Map.of(STATUS, 200), "");
    }

    static Message refusal(HubException refusal) {
        ObjectNode reason = JsonNodeFactory.instance
                .objectNode()
                .put("errorCode", refusal.error().code())
                .put("message", refusal.getMessage());
        return message(Map.of(STATUS, refusal.error().status()), reason.toString());
    }

    static Message notification(ObjectNode patch, long version) {
        return message(
                Map.of(RESOURCE, "/properties/desired", VERSION, version),
                patch.deepCopy().put("$version", version).toString());
    }

    private static Message message(Map<Symbol, Object> annotations, String body) {
        Message message = ProtonHelper.message();
        message.setMessageAnnotations(new MessageAnnotations(annotations));
        message.setBody(new Data(new Binary(body.getBytes(StandardCharsets.UTF_8))));
        return message;
    }
}
