package io.downlink.benchmarks.emulator;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.proton.ProtonClient;
import io.vertx.proton.ProtonClientOptions;
import io.vertx.proton.ProtonConnection;
import io.vertx.proton.ProtonSender;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.apache.qpid.proton.Proton;
import org.apache.qpid.proton.amqp.Binary;
import org.apache.qpid.proton.amqp.messaging.Accepted;
import org.apache.qpid.proton.amqp.messaging.ApplicationProperties;
import org.apache.qpid.proton.amqp.messaging.Data;
import org.apache.qpid.proton.message.Message;

/** The hub's AMQP service side: one connection that sends messages to devices and takes their feedback. */
final class MessageLink {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Context context;
    private final ProtonSender sender;
    private final LongAdder accepted = new LongAdder();
    private final LongAdder fedBack = new LongAdder();
    private final Map<String, Promise<Boolean>> underWay = new ConcurrentHashMap<>();

    private MessageLink(Context context, ProtonSender sender) {
        this.context = context;
        this.sender = sender;
    }

    static Future<MessageLink> open(Vertx vertx, HubUnderTest hub) {
        Context context = vertx.getOrCreateContext();
        Promise<MessageLink> opened = Promise.promise();
        ProtonClientOptions options = new ProtonClientOptions();
        options.setSsl(true).setTrustOptions(hub.trust()).setHostnameVerificationAlgorithm("HTTPS");
        String user = "iothubowner@sas.root." + hub.address();
        context.runOnContext(_ -> ProtonClient.create(vertx)
                .connect(options, hub.address(), HubUnderTest.AMQPS_PORT, user, hub.ownerToken(), connecting -> {
                    if (connecting.failed()) {
                        opened.fail(connecting.cause());
                    } else {
                        open(context, connecting.result(), opened);
                    }
                }));
        return opened.future();
    }

    /** Sends a message with full feedback; done when the hub has it and its device got it. */
    Future<Boolean> send(String device, long number) {
        String id = Long.toString(number);
        Promise<Boolean> arrived = Promise.promise();
        underWay.put(id, arrived);
        Message message = Proton.message();
        message.setAddress("/devices/" + device + "/messages/devicebound");
        message.setMessageId(id);
        message.setApplicationProperties(new ApplicationProperties(Map.of("iothub-ack", "full")));
        message.setBody(new Data(new Binary(id.getBytes(StandardCharsets.US_ASCII))));
        Promise<Boolean> taken = Promise.promise();
        context.runOnContext(_ -> sender.send(message, delivery -> {
            if (delivery.getRemoteState() instanceof Accepted) {
                accepted.increment();
                taken.complete(true);
            } else {
                underWay.remove(id);
                taken.complete(false);
            }
        }));
        return taken.future().compose(accepted -> accepted ? arrived.future() : Future.succeededFuture(false));
    }

    /** A device got the message. */
    void arrived(String id) {
        Promise<Boolean> message = underWay.remove(id);
        if (message != null) {
            message.complete(true);
        }
    }

    /** How many messages the hub took. */
    long accepted() {
        return accepted.sum();
    }

    /** How many feedback records came so far. */
    long fedBack() {
        return fedBack.sum();
    }

    private static void open(Context context, ProtonConnection connection, Promise<MessageLink> opened) {
        connection.open();
        ProtonSender sender = connection.createSender("/messages/devicebound");
        MessageLink link = new MessageLink(context, sender);
        connection
                .createReceiver("/messages/servicebound/feedback")
                .handler((_, message) -> link.fedBack.add(records(message)))
                .open();
        sender.openHandler(attached -> {
                    if (attached.succeeded()) {
                        opened.complete(link);
                    } else {
                        opened.fail(attached.cause());
                    }
                })
                .open();
    }

    private static int records(Message batch) {
        if (batch.getBody() instanceof Data data) {
            try {
                return JSON.readTree(
                                data.getValue().getArray(),
                                data.getValue().getArrayOffset(),
                                data.getValue().getLength())
                        .size();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        throw new IllegalStateException("Feedback without data");
    }
}
