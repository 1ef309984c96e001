package io.downlink.emulator.amqp;

import io.downlink.emulator.hub.HubException;
import io.downlink.emulator.hub.Messages;
import io.vertx.proton.ProtonDelivery;
import io.vertx.proton.ProtonReceiver;
import org.apache.qpid.proton.amqp.UnsignedLong;
import org.apache.qpid.proton.amqp.messaging.Accepted;
import org.apache.qpid.proton.amqp.messaging.Rejected;
import org.apache.qpid.proton.message.Message;
import org.jboss.logging.Logger;

/** A link on which a service sends messages to devices. */
final class SendLink {
    private static final Logger LOGGER = Logger.getLogger(SendLink.class);

    /** Far above what the hub takes, so that a message that is too large gets its own answer and the link stays. */
    private static final UnsignedLong BYTES_MAX = UnsignedLong.valueOf(1024 * 1024);

    private static final int CREDIT = 1000;

    private final Messages messages;

    SendLink(Messages messages) {
        this.messages = messages;
    }

    void open(ProtonReceiver link) {
        link.setMaxMessageSize(BYTES_MAX);
        link.setAutoAccept(false).setPrefetch(CREDIT).handler(this::receive).open();
    }

    private void receive(ProtonDelivery delivery, Message message) {
        try {
            IncomingMessage incoming = IncomingMessage.read(message);
            messages.send(incoming.target(), incoming.content());
            delivery.disposition(Accepted.getInstance(), true);
        } catch (HubException refusal) {
            LOGGER.debugf("message refused reason=%s", refusal.error());
            Rejected rejected = new Rejected();
            rejected.setError(Conditions.of(refusal));
            delivery.disposition(rejected, true);
        }
    }
}
