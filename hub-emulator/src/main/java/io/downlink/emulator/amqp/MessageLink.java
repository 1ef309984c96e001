package io.downlink.emulator.amqp;

import io.downlink.emulator.hub.ClientId;
import io.downlink.emulator.hub.HubException;
import io.downlink.emulator.hub.MessageDelivery;
import io.downlink.emulator.hub.Session;
import io.downlink.emulator.hub.Subscription;
import io.vertx.proton.ProtonDelivery;
import io.vertx.proton.ProtonQoS;
import io.vertx.proton.ProtonSender;
import java.nio.ByteBuffer;
import org.apache.qpid.proton.amqp.messaging.Accepted;
import org.apache.qpid.proton.amqp.messaging.Rejected;
import org.jboss.logging.Logger;

/** The link on which a client receives its messages, as many at once as it has given credit for. */
final class MessageLink {
    private static final Logger LOGGER = Logger.getLogger(MessageLink.class);

    private final ClientId client;
    private final ProtonSender link;
    private final Session session;

    MessageLink(ClientId client, ProtonSender link, Session session) {
        this.client = client;
        this.link = link;
        this.session = session;
    }

    void open() {
        link.setAutoSettle(false).sendQueueDrainHandler(_ -> send()).open();
        session.subscribe(Subscription.CLOUD_TO_DEVICE_MESSAGES_ON_DEMAND);
    }

    /** Gives back what the client has not settled. */
    void closed() {
        session.unsubscribe(Subscription.CLOUD_TO_DEVICE_MESSAGES_ON_DEMAND);
        session.giveBackMessages();
    }

    /** Asks the hub for as much as the client has given credit for. */
    void send() {
        boolean more = true;
        while (more && link.isOpen() && link.getCredit() > 0) {
            more = session.deliverNextMessage();
        }
    }

    void deliver(MessageDelivery message) {
        if (link.getQoS() == ProtonQoS.AT_MOST_ONCE) {
            link.send(tag(message), DeviceBoundMessage.of(client, message));
            settle(message, Accepted.getInstance());
        } else {
            link.send(tag(message), DeviceBoundMessage.of(client, message), delivery -> settle(message, delivery));
        }
    }

    private void settle(MessageDelivery message, ProtonDelivery delivery) {
        if (!delivery.isSettled() && (delivery.getRemoteState() != null || delivery.remotelySettled())) {
            settle(message, delivery.getRemoteState());
            delivery.settle();
        }
    }

    /** Accepted is complete, rejected is reject; released, modified and no word at all are abandon. */
    private void settle(MessageDelivery message, Object outcome) {
        try {
            switch (outcome) {
                case Accepted _ -> session.complete(message.lock());
                case Rejected _ -> session.reject(message.lock());
                case null, default -> session.abandon(message.lock());
            }
        } catch (HubException lockLost) {
            LOGGER.debugf("message settled too late client=%s", client);
        }
    }

    private static byte[] tag(MessageDelivery message) {
        return ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(0)
                .putLong(message.lock())
                .array();
    }
}
