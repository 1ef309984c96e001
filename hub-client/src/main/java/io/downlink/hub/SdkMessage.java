package io.downlink.hub;

import com.microsoft.azure.sdk.iot.service.messaging.DeliveryAcknowledgement;
import com.microsoft.azure.sdk.iot.service.messaging.Message;
import java.util.Date;

/** A message as the SDK wants it. */
final class SdkMessage {
    private SdkMessage() {}

    static Message of(OutgoingMessage message) {
        Message sdk = new Message(message.body().toArray());
        sdk.setMessageId(message.messageId());
        sdk.setCorrelationId(message.correlationId()); // else the SDK makes one up
        sdk.setExpiryTimeUtc(Date.from(message.expiresAt()));
        sdk.setProperties(message.properties());
        sdk.setDeliveryAcknowledgement(
                switch (message.ack()) {
                    case NONE -> DeliveryAcknowledgement.None;
                    case POSITIVE -> DeliveryAcknowledgement.PositiveOnly;
                    case NEGATIVE -> DeliveryAcknowledgement.NegativeOnly;
                    case FULL -> DeliveryAcknowledgement.Full;
                });
        return sdk;
    }
}
