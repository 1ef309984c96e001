package io.downlink.emulator.amqp;

import io.downlink.emulator.HubEmulator;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.proton.ProtonClient;
import io.vertx.proton.ProtonClientOptions;
import io.vertx.proton.ProtonConnection;
import io.vertx.proton.ProtonDelivery;
import io.vertx.proton.ProtonHelper;
import io.vertx.proton.ProtonMessageHandler;
import io.vertx.proton.ProtonReceiver;
import io.vertx.proton.ProtonSender;
import io.vertx.proton.ProtonSession;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.qpid.proton.amqp.messaging.AmqpValue;
import org.apache.qpid.proton.amqp.messaging.ApplicationProperties;
import org.apache.qpid.proton.amqp.transport.ErrorCondition;
import org.apache.qpid.proton.message.Message;
import org.jspecify.annotations.Nullable;

/** An AMQP client that does what the Java SDK does not: other types, other outcomes, little credit. */
final class RawAmqp implements AutoCloseable {
    private final Vertx vertx = Vertx.vertx();
    private final Context context = vertx.getOrCreateContext();
    private final ProtonConnection connection;
    private final CompletableFuture<ErrorCondition> closedByHub = new CompletableFuture<>();
    private final CompletableFuture<Void> disconnected = new CompletableFuture<>();
    private final List<Message> answers = new CopyOnWriteArrayList<>();

    private RawAmqp(HubEmulator emulator, ProtonClientOptions options, @Nullable String user, @Nullable String password)
            throws Exception {
        CompletableFuture<ProtonConnection> connected = new CompletableFuture<>();
        onLoop(() -> ProtonClient.create(vertx)
                .connect(
                        options.setSsl(true)
                                .setPemTrustOptions(new PemTrustOptions()
                                        .addCertPath(emulator.caFile().toString())),
                        emulator.hostName(),
                        emulator.amqpsPort(),
                        user,
                        password,
                        result -> {
                            if (result.succeeded()) {
                                connected.complete(result.result());
                            } else {
                                connected.completeExceptionally(result.cause());
                            }
                        }));
        connection = connected.get(10, TimeUnit.SECONDS);
        CompletableFuture<Void> open = new CompletableFuture<>();
        onLoop(() -> connection
                .setContainer("")
                .openHandler(_ -> open.complete(null))
                .closeHandler(_ -> closedByHub.complete(connection.getRemoteCondition()))
                .disconnectHandler(_ -> disconnected.complete(null))
                .open());
        open.get(10, TimeUnit.SECONDS);
    }

    static RawAmqp connect(HubEmulator emulator) throws Exception {
        return connect(emulator, new ProtonClientOptions());
    }

    static RawAmqp connect(HubEmulator emulator, ProtonClientOptions options) throws Exception {
        return new RawAmqp(emulator, options, null, null);
    }

    static RawAmqp plain(HubEmulator emulator, String user, String password) throws Exception {
        return new RawAmqp(emulator, new ProtonClientOptions().addEnabledSaslMechanism("PLAIN"), user, password);
    }

    /** Puts a token; returns the hub's answer. */
    Message putToken(@Nullable Object messageId, String type, String token) throws Exception {
        int before = answers.size();
        CompletableFuture<Message> answer = new CompletableFuture<>();
        Message request = ProtonHelper.message();
        request.setMessageId(messageId);
        request.setApplicationProperties(
                new ApplicationProperties(Map.of("operation", "put-token", "type", type, "name", "anything")));
        request.setBody(new AmqpValue(token));
        onLoop(() -> {
            connection
                    .createReceiver("$cbs")
                    .handler((_, message) -> {
                        answers.add(message);
                        answer.complete(message);
                    })
                    .open();
            ProtonSender sender = connection.createSender("$cbs");
            sender.open();
            sender.send(request);
        });
        Message received = answer.get(10, TimeUnit.SECONDS);
        if (answers.size() != before + 1) {
            throw new IllegalStateException("more than one answer");
        }
        return received;
    }

    /** Sends one message to an address; returns the delivery when the hub has settled it. */
    ProtonDelivery send(String address, Message message) throws Exception {
        CompletableFuture<ProtonDelivery> settled = new CompletableFuture<>();
        onLoop(() -> connection.createSender(address).open().send(message, settled::complete));
        return settled.get(10, TimeUnit.SECONDS);
    }

    /** Sends one message to an address, and does not wait for what becomes of it. */
    void sendAndForget(String address, Message message) throws Exception {
        onLoop(() -> connection.createSender(address).open().send(message));
    }

    /** Opens a receiver without credit; the handler settles. */
    ProtonReceiver receiver(String address, ProtonMessageHandler handler) throws Exception {
        CompletableFuture<ProtonReceiver> open = new CompletableFuture<>();
        onLoop(() -> {
            ProtonReceiver receiver = connection.createReceiver(address);
            receiver.setPrefetch(0)
                    .setAutoAccept(false)
                    .handler(handler)
                    .openHandler(_ -> open.complete(receiver))
                    .open();
        });
        return open.get(10, TimeUnit.SECONDS);
    }

    /** Attaches a sender; returns why the hub detached it. */
    ErrorCondition refusedSender(String address) throws Exception {
        CompletableFuture<ErrorCondition> refused = new CompletableFuture<>();
        onLoop(() -> {
            ProtonSender sender = connection.createSender(address);
            sender.closeHandler(_ -> refused.complete(sender.getRemoteCondition()))
                    .open();
        });
        return refused.get(10, TimeUnit.SECONDS);
    }

    /** Attaches a receiver; returns why the hub detached it. */
    ErrorCondition refusedReceiver(String address) throws Exception {
        CompletableFuture<ErrorCondition> refused = new CompletableFuture<>();
        onLoop(() -> {
            ProtonReceiver receiver = connection.createReceiver(address);
            receiver.closeHandler(_ -> refused.complete(receiver.getRemoteCondition()))
                    .open();
        });
        return refused.get(10, TimeUnit.SECONDS);
    }

    /** Begins a session of its own; the future tells why the hub ended it. */
    RawSession begin() throws Exception {
        CompletableFuture<ErrorCondition> ended = new CompletableFuture<>();
        CompletableFuture<ProtonSession> open = new CompletableFuture<>();
        onLoop(() -> {
            ProtonSession session = connection.createSession();
            session.openHandler(_ -> open.complete(session))
                    .closeHandler(_ -> ended.complete(session.getRemoteCondition()))
                    .open();
        });
        return new RawSession(this, open.get(10, TimeUnit.SECONDS), ended);
    }

    void attachSender(String address) throws Exception {
        onLoop(() -> connection.createSender(address).open());
    }

    void credit(ProtonReceiver receiver, int credit) throws Exception {
        onLoop(() -> receiver.flow(credit));
    }

    /** Runs something where proton may be used. */
    void onLoop(Runnable action) throws Exception {
        CompletableFuture<Void> done = new CompletableFuture<>();
        context.runOnContext(_ -> {
            try {
                action.run();
                done.complete(null);
            } catch (RuntimeException e) {
                done.completeExceptionally(e);
            }
        });
        done.get(10, TimeUnit.SECONDS);
    }

    /** Reads nothing, and says nothing, as a process does that hangs. */
    void freezeUntil(CountDownLatch done) {
        context.runOnContext(_ -> {
            try {
                done.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /** Why the hub closed the connection. */
    ErrorCondition closedByHub() throws Exception {
        return closedByHub.get(10, TimeUnit.SECONDS);
    }

    /** Whether the connection is gone, and the hub did not say so before. */
    boolean isCut() {
        return disconnected.isDone() && !closedByHub.isDone();
    }

    boolean isDisconnected() {
        return disconnected.isDone();
    }

    boolean isConnected() {
        return !disconnected.isDone() && !closedByHub.isDone();
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
