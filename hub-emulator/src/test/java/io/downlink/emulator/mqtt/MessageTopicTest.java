package io.downlink.emulator.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import io.downlink.emulator.hub.AckLevel;
import io.downlink.emulator.hub.ClientId;
import io.downlink.emulator.hub.CloudToDeviceMessage;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MessageTopicTest {
    private static final ClientId PUMP = ClientId.of("pump:1", null);

    @Test
    void shouldPutTheEncodedSystemPropertiesFirstAndTheMessageIdBeforeAll() {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("a b", "c+d &=%ü");
        properties.put("z", "1");

        assertThat(MessageTopic.of(PUMP, message("m:1", AckLevel.FULL, properties)))
                .isEqualTo("devices/pump:1/messages/devicebound/%24.mid=m%3A1"
                        + "&%24.to=%2Fdevices%2Fpump%3A1%2Fmessages%2FdeviceBound&%24.cid=c&%24.uid=u"
                        + "&%24.ct=application%2Fjson&%24.ce=utf-8&iothub-ack=full"
                        + "&a%20b=c%2Bd%20%26%3D%25%C3%BC&z=1");
    }

    @Test
    void shouldWriteNothingThatHasNoValue() {
        assertThat(MessageTopic.of(PUMP, message(null, AckLevel.NONE, Map.of("empty", ""))))
                .startsWith("devices/pump:1/messages/devicebound/%24.to=")
                .doesNotContain("mid", "empty", "iothub-ack");
    }

    private static CloudToDeviceMessage message(@Nullable String id, AckLevel ack, Map<String, String> properties) {
        return new CloudToDeviceMessage(
                id,
                "c",
                "u",
                "/devices/pump%3A1/messages/devicebound",
                "application/json",
                "utf-8",
                null,
                ack,
                properties,
                ByteBuffer.allocate(0));
    }
}
