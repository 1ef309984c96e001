package io.downlink.benchmarks.emulator;

import io.netty.handler.codec.mqtt.MqttQoS;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.mqtt.MqttClient;
import io.vertx.mqtt.MqttClientOptions;
import io.vertx.mqtt.messages.MqttPublishMessage;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Devices that are a TLS connection and two subscriptions each: they answer methods at once and take messages. */
public final class BareDevices {
    private static final int CONNECTING_AT_ONCE = 64;
    private static final String METHODS = "$iothub/methods/POST/";
    private static final Buffer ANSWER = Buffer.buffer("{}");

    private final Vertx vertx;
    private final HubUnderTest hub;
    private final String token;
    private volatile Consumer<String> onMessage = _ -> {};

    public BareDevices(Vertx vertx, HubUnderTest hub) {
        this.vertx = vertx;
        this.hub = hub;
        this.token = hub.ownerToken();
    }

    public static String id(long number) {
        return "d-" + number;
    }

    /** Connects them all. */
    public void connect(int count) throws InterruptedException {
        Semaphore places = new Semaphore(CONNECTING_AT_ONCE);
        CountDownLatch connected = new CountDownLatch(count);
        AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        for (int i = 0; i < count && failure.get() == null; i++) {
            places.acquire();
            connect(id(i)).onComplete(outcome -> {
                if (outcome.failed()) {
                    failure.set(outcome.cause());
                }
                places.release();
                connected.countDown();
            });
        }
        Throwable failed = failure.get();
        if (failed == null) {
            connected.await();
            failed = failure.get();
        }
        if (failed != null) {
            throw new IllegalStateException("A device could not connect", failed);
        }
    }

    /** Is told the message id of each message that a device got. */
    void onMessage(Consumer<String> listener) {
        onMessage = listener;
    }

    private Future<?> connect(String device) {
        MqttClient client = MqttClient.create(
                vertx,
                new MqttClientOptions()
                        .setClientId(device)
                        .setUsername(hub.address() + "/" + device + "/?api-version=2021-04-12")
                        .setPassword(token)
                        .setCleanSession(true)
                        .setKeepAliveInterval(230)
                        .setMaxMessageSize(256 * 1024)
                        .setSsl(true)
                        .setTrustOptions(hub.trust())
                        .setHostnameVerificationAlgorithm("HTTPS"));
        client.publishHandler(message -> take(client, message));
        return client.connect(HubUnderTest.MQTTS_PORT, hub.address())
                .compose(_ -> client.subscribe(Map.of(
                        METHODS + "#", MqttQoS.AT_MOST_ONCE.value(),
                        "devices/" + device + "/messages/devicebound/#", MqttQoS.AT_LEAST_ONCE.value())));
    }

    private void take(MqttClient client, MqttPublishMessage message) {
        String topic = message.topicName();
        if (topic.startsWith(METHODS)) {
            String request = topic.substring(topic.lastIndexOf('=') + 1);
            client.publish("$iothub/methods/res/200/?$rid=" + request, ANSWER, MqttQoS.AT_MOST_ONCE, false, false);
        } else {
            onMessage.accept(message.payload().toString());
        }
    }
}
