package io.downlink.emulator.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.mqtt.MqttEncoder;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttVersion;
import java.util.List;

/** The packets of a device that does all that MQTT devices do. */
final class MqttBytes {
    private MqttBytes() {}

    static List<byte[]> conversation(String host, String device, String token) {
        return List.of(
                encode(MqttMessageBuilders.connect()
                        .protocolVersion(MqttVersion.MQTT_3_1_1)
                        .clientId(device)
                        .hasUser(true)
                        .username(host + "/" + device + "/?api-version=2021-04-12")
                        .hasPassword(true)
                        .password(token.getBytes(UTF_8))
                        .cleanSession(true)
                        .keepAlive(60)
                        .build()),
                encode(MqttMessageBuilders.subscribe()
                        .messageId(1)
                        .addSubscription(MqttQoS.AT_LEAST_ONCE, "$iothub/methods/POST/#")
                        .addSubscription(MqttQoS.AT_LEAST_ONCE, "$iothub/twin/res/#")
                        .addSubscription(MqttQoS.AT_LEAST_ONCE, "$iothub/twin/PATCH/properties/desired/#")
                        .addSubscription(MqttQoS.AT_LEAST_ONCE, "devices/" + device + "/messages/devicebound/#")
                        .build()),
                publish("$iothub/twin/GET/?$rid=1", ""),
                publish("$iothub/twin/PATCH/properties/reported/?$rid=2&$version=1", "{\"a\":{\"b\":[1,null]}}"),
                publish("$iothub/methods/res/200/?$rid=1", "{}"),
                publish(
                        "devices/" + device + "/messages/events/%24.mid=1&k=v%20w&$.ct=application%2Fjson",
                        "telemetry"),
                new byte[] {0x40, 2, 0, 1}, // PUBACK
                new byte[] {(byte) 0xC0, 0}, // PINGREQ
                new byte[] {(byte) 0xE0, 0}); // DISCONNECT
    }

    private static byte[] publish(String topic, String payload) {
        return encode(MqttMessageBuilders.publish()
                .topicName(topic)
                .qos(MqttQoS.AT_LEAST_ONCE)
                .messageId(7)
                .payload(Unpooled.copiedBuffer(payload, UTF_8))
                .build());
    }

    private static byte[] encode(MqttMessage message) {
        EmbeddedChannel channel = new EmbeddedChannel(MqttEncoder.INSTANCE);
        channel.writeOutbound(message);
        ByteBuf all = Unpooled.buffer();
        for (ByteBuf part = channel.readOutbound(); part != null; part = channel.readOutbound()) {
            all.writeBytes(part);
            part.release();
        }
        channel.finishAndReleaseAll();
        return ByteBufUtil.getBytes(all);
    }
}
