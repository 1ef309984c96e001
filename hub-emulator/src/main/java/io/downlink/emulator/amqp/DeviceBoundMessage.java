package io.downlink.emulator.amqp;

import io.downlink.emulator.hub.AckLevel;
import io.downlink.emulator.hub.ClientId;
import io.downlink.emulator.hub.CloudToDeviceMessage;
import io.downlink.emulator.hub.MessageDelivery;
import io.vertx.proton.ProtonHelper;
import java.nio.charset.StandardCharsets;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.qpid.proton.amqp.Binary;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.UnsignedInteger;
import org.apache.qpid.proton.amqp.UnsignedLong;
import org.apache.qpid.proton.amqp.messaging.ApplicationProperties;
import org.apache.qpid.proton.amqp.messaging.Data;
import org.apache.qpid.proton.amqp.messaging.Header;
import org.apache.qpid.proton.amqp.messaging.MessageAnnotations;
import org.apache.qpid.proton.amqp.messaging.Properties;
import org.apache.qpid.proton.message.Message;
import org.jspecify.annotations.Nullable;

/** Writes a cloud-to-device message as its device receives it. The body is data: the Java SDK knows no other. */
final class DeviceBoundMessage {
    private static final Symbol SEQUENCE_NUMBER = Symbol.valueOf("x-opt-sequence-number");
    private static final Symbol ENQUEUED = Symbol.valueOf("iothub-enqueuedtime");

    private DeviceBoundMessage() {}

    static Message of(ClientId client, MessageDelivery delivery) {
        Message message = ProtonHelper.message();
        Header header = new Header();
        header.setDeliveryCount(UnsignedInteger.valueOf(delivery.returns()));
        message.setHeader(header);
        message.setMessageAnnotations(new MessageAnnotations(Map.of(
                SEQUENCE_NUMBER,
                UnsignedLong.valueOf(delivery.sequenceNumber()),
                ENQUEUED,
                Date.from(delivery.enqueued()))));
        message.setProperties(properties(client, delivery));
        message.setApplicationProperties(new ApplicationProperties(applicationProperties(delivery.message())));
        message.setBody(new Data(new Binary(delivery.message().bytes())));
        return message;
    }

    private static Properties properties(ClientId client, MessageDelivery delivery) {
        CloudToDeviceMessage content = delivery.message();
        Properties properties = new Properties();
        properties.setMessageId(content.messageId());
        properties.setCorrelationId(content.correlationId());
        properties.setUserId(
                content.userId() == null ? null : new Binary(content.userId().getBytes(StandardCharsets.UTF_8)));
        properties.setTo(client.path() + "/messages/devicebound");
        properties.setContentType(symbol(content.contentType()));
        properties.setContentEncoding(symbol(content.contentEncoding()));
        properties.setAbsoluteExpiryTime(Date.from(delivery.expiry()));
        return properties;
    }

    private static Map<String, Object> applicationProperties(CloudToDeviceMessage content) {
        Map<String, Object> properties = new LinkedHashMap<>(content.properties());
        if (content.ack() != AckLevel.NONE) {
            properties.put("iothub-ack", content.ack().text());
        }
        return properties;
    }

    private static @Nullable Symbol symbol(@Nullable String text) {
        return text == null ? null : Symbol.valueOf(text);
    }
}
