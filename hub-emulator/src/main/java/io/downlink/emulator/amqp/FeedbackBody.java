package io.downlink.emulator.amqp;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.downlink.emulator.faults.Kind.FeedbackBreak;
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
import org.jspecify.annotations.Nullable;

/** Writes feedback as the hub of a name does. */
final class FeedbackBody {
    private static final String CONTENT_TYPE = "application/vnd.microsoft.iothub.feedback.json";

    private static final String TIME = "enqueuedTimeUtc";

    private final String hubName;

    FeedbackBody(String hubName) {
        this.hubName = hubName;
    }

    /** @param wrong with it, on purpose; null: nothing */
    Message message(FeedbackBatch batch, @Nullable FeedbackBreak wrong) {
        Message message = ProtonHelper.message();
        Header header = new Header();
        header.setDeliveryCount(UnsignedInteger.valueOf(batch.deliveryCount()));
        message.setHeader(header);
        message.setMessageId(batch.lockToken().toString());
        message.setUserId(hubName.getBytes(StandardCharsets.UTF_8));
        message.setContentType(CONTENT_TYPE);
        message.setMessageAnnotations(
                new MessageAnnotations(Map.of(Symbol.valueOf("iothub-enqueuedtime"), Date.from(batch.enqueued()))));
        message.setBody(new Data(new Binary(text(batch, wrong).getBytes(StandardCharsets.UTF_8))));
        return message;
    }

    private static String text(FeedbackBatch batch, @Nullable FeedbackBreak wrong) {
        ArrayNode records = json(batch);
        return switch (wrong) {
            case null -> records.toString();
            case CUT -> {
                String whole = records.toString();
                yield whole.substring(0, whole.length() / 2);
            }
            case BARE -> {
                records.forEach(told -> ((ObjectNode) told).retain(TIME));
                yield records.toString();
            }
        };
    }

    private static ArrayNode json(FeedbackBatch batch) {
        ArrayNode records = JsonNodeFactory.instance.arrayNode();
        batch.records()
                .forEach(item -> records.addObject()
                        .put("originalMessageId", item.originalMessageId())
                        .put("description", item.status().text())
                        .put("deviceGenerationId", item.generationId())
                        .put("deviceId", item.target().device().value())
                        .put(TIME, item.decided().toString())
                        .put("statusCode", item.status().text()));
        return records;
    }
}
