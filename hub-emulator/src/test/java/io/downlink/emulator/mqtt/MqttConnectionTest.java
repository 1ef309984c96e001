package io.downlink.emulator.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import io.downlink.emulator.hub.ClientId;
import io.downlink.emulator.hub.DeviceId;
import io.downlink.emulator.hub.Transport;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.mqtt.MqttEndpoint;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MqttConnectionTest {
    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void shouldHearNothingFromTheMomentItIsMuted() {
        MqttConnection connection = new MqttConnection(
                ClientId.of(new DeviceId("pump-1")), Transport.MQTT, endpoint(), vertx.getOrCreateContext());
        List<String> heard = new ArrayList<>();
        Handler<String> listener = connection.hearing(heard::add);

        listener.handle("before");
        connection.mute(); // on a thread that is not the event loop, which has had no time for anything
        listener.handle("after");

        assertThat(heard).containsExactly("before");
    }

    /** Of an endpoint nothing is wanted here. */
    private static MqttEndpoint endpoint() {
        return (MqttEndpoint) Proxy.newProxyInstance(
                MqttEndpoint.class.getClassLoader(), new Class<?>[] {MqttEndpoint.class}, (_, method, _) -> {
                    throw new UnsupportedOperationException(method.getName());
                });
    }
}
