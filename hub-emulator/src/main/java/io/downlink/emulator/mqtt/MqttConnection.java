package io.downlink.emulator.mqtt;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.downlink.emulator.hub.DeviceConnection;
import io.downlink.emulator.hub.MethodRequest;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.mqtt.MqttEndpoint;
import java.time.Duration;

/** The way to one device: whoever calls, packets leave in order from the connection's own event loop. */
final class MqttConnection implements DeviceConnection {
    private final MqttEndpoint endpoint;
    private final Context context;

    MqttConnection(MqttEndpoint endpoint, Context context) {
        this.endpoint = endpoint;
        this.context = context;
    }

    @Override
    public void deliver(MethodRequest request) {
        publish(Topics.methodRequest(request.method(), request.requestId()), Buffer.buffer(request.payload()));
    }

    @Override
    public void desiredChanged(ObjectNode patch, long version) {
        ObjectNode content = patch.deepCopy().put("$version", version);
        publish(Topics.desiredPatch(version), Buffer.buffer(content.toString()));
    }

    @Override
    public void close() {
        whileConnected(endpoint::close);
    }

    void publish(String topic, Buffer content) {
        whileConnected(() -> endpoint.publish(topic, content, MqttQoS.AT_MOST_ONCE, false, false));
    }

    void publishAfter(Duration pause, String topic, Buffer content) {
        after(pause, () -> publish(topic, content));
    }

    void acknowledgeAfter(Duration pause, int messageId) {
        after(pause, () -> whileConnected(() -> endpoint.publishAcknowledge(messageId)));
    }

    private void after(Duration pause, Runnable action) {
        context.owner().setTimer(pause.toMillis(), _ -> action.run());
    }

    private void whileConnected(Runnable action) {
        context.runOnContext(_ -> {
            if (endpoint.isConnected()) {
                action.run();
            }
        });
    }
}
