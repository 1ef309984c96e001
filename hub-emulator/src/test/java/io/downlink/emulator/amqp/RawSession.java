package io.downlink.emulator.amqp;

import io.vertx.proton.ProtonDelivery;
import io.vertx.proton.ProtonMessageHandler;
import io.vertx.proton.ProtonQoS;
import io.vertx.proton.ProtonReceiver;
import io.vertx.proton.ProtonSender;
import io.vertx.proton.ProtonSession;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.qpid.proton.amqp.transport.ErrorCondition;
import org.apache.qpid.proton.message.Message;

/**
 * One AMQP session of a raw client, as a device has it.
 *
 * @param ended tells why the hub ended it
 */
record RawSession(RawAmqp client, ProtonSession session, CompletableFuture<ErrorCondition> ended) {
    /** Attaches a link to send on. */
    Sender sender(String address) throws Exception {
        CompletableFuture<ProtonSender> open = new CompletableFuture<>();
        CompletableFuture<ErrorCondition> detached = new CompletableFuture<>();
        client.onLoop(() -> {
            ProtonSender link = session.createSender(address);
            link.openHandler(_ -> open.complete(link))
                    .closeHandler(_ -> detached.complete(link.getRemoteCondition()))
                    .detachHandler(_ -> detached.complete(link.getRemoteCondition()))
                    .open();
        });
        return new Sender(client, open.get(10, TimeUnit.SECONDS), detached);
    }

    /** Attaches a link to receive on, with this much credit; the handler settles. */
    Receiver receiver(String address, int credit, ProtonMessageHandler handler) throws Exception {
        return receiver(address, credit, ProtonQoS.AT_LEAST_ONCE, handler);
    }

    Receiver receiver(String address, int credit, ProtonQoS qos, ProtonMessageHandler handler) throws Exception {
        CompletableFuture<ProtonReceiver> open = new CompletableFuture<>();
        CompletableFuture<ErrorCondition> detached = new CompletableFuture<>();
        client.onLoop(() -> {
            ProtonReceiver link = session.createReceiver(address);
            link.setQoS(qos)
                    .setPrefetch(0)
                    .setAutoAccept(false)
                    .handler(handler)
                    .openHandler(_ -> open.complete(link))
                    .closeHandler(_ -> detached.complete(link.getRemoteCondition()))
                    .open();
        });
        ProtonReceiver link = open.get(10, TimeUnit.SECONDS);
        if (credit > 0) {
            client.credit(link, credit);
        }
        return new Receiver(client, link, detached);
    }

    /** A link to send on. */
    record Sender(RawAmqp client, ProtonSender link, CompletableFuture<ErrorCondition> detached) {
        /** Sends a message; returns the delivery when the hub has settled it. */
        ProtonDelivery send(Message message) throws Exception {
            CompletableFuture<ProtonDelivery> settled = new CompletableFuture<>();
            client.onLoop(() -> link.send(message, settled::complete));
            return settled.get(10, TimeUnit.SECONDS);
        }
    }

    /** A link to receive on. */
    record Receiver(RawAmqp client, ProtonReceiver link, CompletableFuture<ErrorCondition> detached) {
        void detach() throws Exception {
            client.onLoop(link::close);
        }
    }
}
