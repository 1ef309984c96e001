package io.downlink.emulator.amqp;

import io.downlink.emulator.faults.Faults;
import io.downlink.emulator.faults.Kind;
import io.downlink.emulator.faults.Operation;
import io.downlink.emulator.faults.Strike;
import io.downlink.emulator.hub.HubException;
import io.downlink.emulator.hub.Messages;
import io.vertx.proton.ProtonDelivery;
import io.vertx.proton.ProtonReceiver;
import io.vertx.proton.ProtonSession;
import org.apache.qpid.proton.amqp.UnsignedLong;
import org.apache.qpid.proton.message.Message;
import org.jboss.logging.Logger;

/** A link on which a service sends messages to devices. */
final class SendLink implements ServiceLink {
    private static final Logger LOGGER = Logger.getLogger(SendLink.class);

    /** Far above what the hub takes, so that a message that is too large gets its own answer and the link stays. */
    private static final UnsignedLong BYTES_MAX = UnsignedLong.valueOf(1024 * 1024);

    private static final int CREDIT = 1000;

    private final Messages messages;
    private final Faults faults;
    private final ClientLink client;
    private final ProtonReceiver link;
    private volatile boolean closed;

    SendLink(ProtonReceiver link, Messages messages, Faults faults, ClientLink client) {
        this.link = link;
        this.messages = messages;
        this.faults = faults;
        this.client = client;
    }

    void open() {
        link.setMaxMessageSize(BYTES_MAX);
        Strike<Kind.NoCredit> starved = faults.strike(Kind.NoCredit.class, Operation.CLOUD_TO_DEVICE, null);
        link.setAutoAccept(false)
                .setPrefetch(starved == null ? CREDIT : 0)
                .handler(this::receive)
                .open();
        if (starved != null) {
            starved.whenOver(() -> closed, () -> client.run(this::feed));
        }
    }

    @Override
    public boolean isOf(ProtonSession session) {
        return link.getSession().equals(session);
    }

    @Override
    public void close() {
        closed = true;
    }

    private void feed() {
        if (!closed) {
            link.flow(CREDIT);
        }
    }

    private void receive(ProtonDelivery delivery, Message message) {
        try {
            IncomingMessage incoming = IncomingMessage.read(message);
            Transfer transfer =
                    new Transfer(delivery, incoming.target().device().value(), client);
            faults.requests().arriving(transfer, () -> enqueue(incoming, transfer));
        } catch (HubException malformed) {
            reject(new Transfer(delivery, "", client), malformed);
        }
    }

    private void enqueue(IncomingMessage incoming, Transfer transfer) {
        try {
            messages.send(incoming.target(), incoming.content());
            faults.requests().answering(transfer, transfer);
        } catch (HubException refusal) {
            reject(transfer, refusal);
        }
    }

    private static void reject(Transfer transfer, HubException refusal) {
        LOGGER.debugf("message refused reason=%s", refusal.error());
        transfer.reject(refusal);
    }
}
