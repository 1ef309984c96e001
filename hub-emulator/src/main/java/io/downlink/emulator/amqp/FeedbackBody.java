package io.downlink.emulator.amqp;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.downlink.emulator.hub.FeedbackBatch;
import io.vertx.proton.ProtonHelper;
import java.nio.charset.StandardCharsets;
import java.util.Date;
import java.util.Map;
import org.apache.qpid.proton.amqp.Binary;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.UnsignedInteger;
import org.apache.qpid.proton.amqp.messaging.Data;
import org.apache.qpid.proton.amqp.messaging.Header;
import org.apache.qpid.proton.amqp.messaging.MessageAnnotations;
import org.apache.qpid.proton.message.Message;

/** Writes feedback as the hub of a name does. */
final class FeedbackBody {
    private static final String CONTENT_TYPE = "application/vnd.microsoft.iothub.feedback.json";

    private final String hubName;

    FeedbackBody(String hubName) {
        this.hubName = hubName;
    }

    Message message(FeedbackBatch batch) {
        Message message = ProtonHelper.message();
        Header header = new Header();
        header.setDeliveryCount(UnsignedInteger.valueOf(batch.deliveryCount()));
        message.setHeader(header);
        message.setMessageId(batch.lockToken().toString());
        message.setUserId(hubName.getBytes(StandardCharsets.UTF_8));
        message.setContentType(CONTENT_TYPE);
        message.setMessageAnnotations(
                new MessageAnnotations(Map.of(Symbol.valueOf("iothub-enqueuedtime"), Date.from(batch.enqueued()))));
        message.setBody(new Data(new Binary(json(batch).toString().getBytes(StandardCharsets.UTF_8))));
        return message;
    }

    private static ArrayNode json(FeedbackBatch batch) {
        ArrayNode records = JsonNodeFactory.instance.arrayNode();
        batch.records()
                .forEach(item -> records.addObject()
                        .put("originalMessageId", item.originalMessageId())
                        .put("description", item.status().text())
                        .put("deviceGenerationId", item.generationId())
                        .put("deviceId", item.target().device().value())
                        .put("enqueuedTimeUtc", item.decided().toString())
                        .put("statusCode", item.status().text()));
        return records;
    }
}
