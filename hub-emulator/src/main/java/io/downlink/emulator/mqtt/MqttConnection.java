package io.downlink.emulator.mqtt;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.downlink.emulator.hub.ClientId;
import io.downlink.emulator.hub.DeviceConnection;
import io.downlink.emulator.hub.MessageDelivery;
import io.downlink.emulator.hub.MethodRequest;
import io.downlink.emulator.hub.Transport;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.mqtt.MqttEndpoint;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The way to one device: whoever calls, packets leave in order from the connection's own event loop. */
final class MqttConnection implements DeviceConnection {
    private static final Logger LOGGER = Logger.getLogger(MqttConnection.class);
    private static final int TOPIC_BYTES_MAX = 0xFFFF;

    private final ClientId client;
    private final Transport transport;
    private final MqttEndpoint endpoint;
    private final Context context;
    private final UnacknowledgedMessages unacknowledged = new UnacknowledgedMessages();
    private volatile boolean muted;

    MqttConnection(ClientId client, Transport transport, MqttEndpoint endpoint, Context context) {
        this.client = client;
        this.transport = transport;
        this.endpoint = endpoint;
        this.context = context;
    }

    @Override
    public Transport transport() {
        return transport;
    }

    @Override
    public void deliver(MethodRequest request) {
        whileConnected(() -> publishNow(
                Topics.methodRequest(request.method(), request.requestId()), Buffer.buffer(request.payload())));
    }

    @Override
    public void deliver(MessageDelivery delivery) {
        String topic = MessageTopic.of(client, delivery.message());
        if (topic.getBytes(StandardCharsets.UTF_8).length > TOPIC_BYTES_MAX) {
            // MQTT cannot carry it: it stays locked, comes back and ends as expired.
            LOGGER.warnf("message not sent deviceId=%s reason=its properties are too long for a topic", client);
            return;
        }
        whileConnected(() -> {
            Buffer content = Buffer.buffer(delivery.message().bytes());
            if (delivery.settled()) {
                publishNow(topic, content);
            } else {
                int packetId = unacknowledged.add(delivery.lock());
                endpoint.publish(topic, content, MqttQoS.AT_LEAST_ONCE, delivery.repeated(), false, packetId);
            }
        });
    }

    /** The lock that an acknowledged packet stands for; null: the device acknowledges what it was not sent. */
    @Nullable
    Long acknowledged(int packetId) {
        return unacknowledged.remove(packetId);
    }

    @Override
    public void desiredChanged(ObjectNode patch, long version) {
        ObjectNode content = patch.deepCopy().put("$version", version);
        publish(Topics.desiredPatch(version), Buffer.buffer(content.toString()));
    }

    /**
     * It holds at once: what the device sends after that must not overtake it on the way to the event loop. Vert.x MQTT
     * does not tell which socket is an endpoint's, so that the packets themselves are forgotten: see {@link #hearing}.
     */
    @Override
    public void mute() {
        muted = true;
    }

    /** Hears what the device says, until the connection is muted. */
    <T> Handler<T> hearing(Handler<T> listener) {
        return said -> {
            if (!muted) {
                listener.handle(said);
            }
        };
    }

    @Override
    public void close() {
        context.runOnContext(_ -> {
            if (endpoint.isConnected()) {
                endpoint.close();
            }
        });
    }

    void publish(String topic, Buffer content) {
        whileConnected(() -> publishNow(topic, content));
    }

    private void publishNow(String topic, Buffer content) {
        endpoint.publish(topic, content, MqttQoS.AT_MOST_ONCE, false, false);
    }

    void publishAfter(Duration pause, String topic, Buffer content) {
        after(pause, () -> publish(topic, content));
    }

    void acknowledgeAfter(Duration pause, int messageId) {
        after(pause, () -> whileConnected(() -> endpoint.publishAcknowledge(messageId)));
    }

    void closeAfter(Duration pause) {
        after(pause, this::close);
    }

    private void after(Duration pause, Runnable action) {
        context.owner().setTimer(Math.max(1, pause.toMillis()), _ -> action.run());
    }

    private void whileConnected(Runnable action) {
        context.runOnContext(_ -> {
            if (endpoint.isConnected() && !muted) {
                action.run();
            }
        });
    }
}
