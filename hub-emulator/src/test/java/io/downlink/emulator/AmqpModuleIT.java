package io.downlink.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.azure.sdk.iot.device.ClientOptions;
import com.microsoft.azure.sdk.iot.device.IotHubClientProtocol;
import com.microsoft.azure.sdk.iot.device.IotHubMessageResult;
import com.microsoft.azure.sdk.iot.device.Message;
import com.microsoft.azure.sdk.iot.device.ModuleClient;
import com.microsoft.azure.sdk.iot.device.twin.DirectMethodResponse;
import com.microsoft.azure.sdk.iot.device.twin.TwinCollection;
import io.downlink.emulator.hub.AckLevel;
import io.downlink.emulator.hub.ClientId;
import io.downlink.emulator.hub.CloudToDeviceMessage;
import io.downlink.emulator.hub.DeviceId;
import io.downlink.emulator.hub.IfMatch;
import io.downlink.emulator.hub.MethodAnswer;
import io.downlink.emulator.hub.MethodCall;
import io.downlink.emulator.hub.ModuleId;
import io.downlink.emulator.hub.ModuleSpec;
import io.downlink.emulator.hub.TwinChange;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A module of the unmodified SDK on AMQP. */
class AmqpModuleIT {
    private static final ClientId METER = ClientId.of("pump-1", "meter");

    private static HubEmulator emulator;

    @BeforeAll
    static void start() {
        emulator = TestHub.start("127.62.0.9");
    }

    @AfterAll
    static void stop() {
        emulator.close();
    }

    @Test
    void shouldCallAndTellAndMessageAModule() throws Exception {
        TestHub.register(emulator, "pump-1");
        String key = emulator.hub()
                .registry()
                .create(new ModuleSpec(new DeviceId("pump-1"), new ModuleId("meter"), null, null))
                .identity()
                .keys()
                .primary();
        List<String> messages = new CopyOnWriteArrayList<>();
        List<Object> desired = new CopyOnWriteArrayList<>();
        ModuleClient module = new ModuleClient(
                "HostName=" + emulator.hostName() + ";DeviceId=pump-1;ModuleId=meter;SharedAccessKey=" + key,
                IotHubClientProtocol.AMQPS,
                ClientOptions.builder().sslContext(TestHub.trust(emulator)).build());
        module.setMessageCallback(
                (message, _) -> {
                    messages.add(new String(message.getBytes(), StandardCharsets.UTF_8));
                    return IotHubMessageResult.COMPLETE;
                },
                null);
        module.open(false);
        try {
            module.subscribeToMethods((_, _, _) -> new DirectMethodResponse(200, "metered"), null);
            module.subscribeToDesiredProperties(
                    (twin, _) -> desired.add(twin.getDesiredProperties().get("unit")), null);
            module.sendEvent(new Message("hello"));
            TwinCollection reported = new TwinCollection();
            reported.put("litres", 3);
            module.updateReportedProperties(reported);

            assertThat(call().payload()).isEqualTo("\"metered\"");
            assertThat(emulator.hub()
                            .twins()
                            .get(METER)
                            .reported()
                            .values()
                            .path("litres")
                            .intValue())
                    .isEqualTo(3);
            emulator.hub().messages().send(METER, message("to the meter"));
            emulator.hub().twins().change(METER, new TwinChange(null, litres(), false), IfMatch.ANY);
            await().untilAsserted(() -> assertThat(messages).containsExactly("to the meter"));
            await().untilAsserted(() -> assertThat(desired).containsExactly("litre"));
        } finally {
            module.close();
        }
    }

    private static ObjectNode litres() {
        return JsonNodeFactory.instance.objectNode().put("unit", "litre");
    }

    private static MethodAnswer call() {
        return emulator.hub()
                .methods()
                .invoke(METER, new MethodCall("who", "null", Duration.ofSeconds(20), Duration.ofSeconds(20)))
                .toCompletableFuture()
                .join();
    }

    private static CloudToDeviceMessage message(String text) {
        return new CloudToDeviceMessage(
                null,
                null,
                null,
                METER.path() + "/messages/devicebound",
                null,
                null,
                null,
                AckLevel.NONE,
                Map.of(),
                ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }
}
