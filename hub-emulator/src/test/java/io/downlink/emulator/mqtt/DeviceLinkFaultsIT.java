package io.downlink.emulator.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.microsoft.azure.sdk.iot.device.Message;
import com.microsoft.azure.sdk.iot.device.twin.DirectMethodResponse;
import io.downlink.emulator.DevelopmentKeys;
import io.downlink.emulator.HubEmulator;
import io.downlink.emulator.SdkDevice;
import io.downlink.emulator.TestHub;
import io.downlink.emulator.Tokens;
import io.downlink.emulator.faults.Fault;
import io.downlink.emulator.faults.Kind;
import io.downlink.emulator.faults.Operation;
import io.downlink.emulator.hub.DeviceId;
import io.downlink.emulator.hub.MethodAnswer;
import io.downlink.emulator.hub.MethodCall;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Links of devices that are cut or go silent: as a bare client sees it, and as the unmodified SDK gets over it. */
class DeviceLinkFaultsIT {
    private static final int PINGREQ = 0xC0;
    private static final int PINGRESP = 0xD0;
    private static final String METHODS = "$iothub/methods/POST/#";

    private static HubEmulator emulator;

    @BeforeAll
    static void start() {
        emulator = TestHub.start("127.64.0.5");
    }

    @AfterEach
    void takeFaultsBack() {
        emulator.faults().clear();
    }

    @AfterAll
    static void stop() {
        emulator.close();
    }

    @Test
    void shouldDropTheLinksThatAreThere() throws Exception {
        try (RawMqtt device = connect()) {
            emulator.faults().add(Fault.of(new Kind.DropLink()).on("device-1"));

            assertThat(device.closedByHub()).isTrue();
        }
        try (RawMqtt again = connect()) {
            again.packet(PINGREQ, new byte[0]);
            assertThat(again.receive()[0] & 0xFF).as("that was once").isEqualTo(PINGRESP);
        }
    }

    @Test
    void shouldDropTheLinkInsteadOfTheDelivery() throws Exception {
        emulator.faults()
                .add(Fault.of(new Kind.DropLinkBeforeDelivery())
                        .during(Operation.METHODS)
                        .times(1));

        try (RawMqtt device = connect()) {
            device.subscribe(METHODS, 0);
            CompletionStage<MethodAnswer> call = call();

            assertThat(device.closedByHub()).as("and nothing came before").isTrue();
            assertThatThrownBy(() -> call.toCompletableFuture().join()).hasMessageContaining("Device disconnected");
        }
    }

    @Test
    void shouldDropTheLinkAfterTheDelivery() throws Exception {
        emulator.faults().add(Fault.of(new Kind.DropLinkAfterDelivery()).times(1));

        try (RawMqtt device = connect()) {
            device.subscribe(METHODS, 0);
            CompletionStage<MethodAnswer> call = call();

            assertThat(device.receivePublication()).startsWith("$iothub/methods/POST/reboot/");
            assertThat(device.closedByHub()).isTrue();
            assertThatThrownBy(() -> call.toCompletableFuture().join()).hasMessageContaining("Device disconnected");
        }
    }

    @Test
    void shouldSayNothingOnAHalfOpenLinkUntilItIsCut() throws Exception {
        try (RawMqtt device = connect()) {
            device.subscribe(METHODS, 0);
            String id = emulator.faults()
                    .add(Fault.of(new Kind.HalfOpenDeviceLink()).on("device-1"));
            await().until(() -> emulator.faults().all().getFirst().struck() == 1);

            CompletionStage<MethodAnswer> call = call();
            device.packet(PINGREQ, new byte[0]);
            device.publish(1, "devices/device-1/messages/events/", "hello");
            assertThatThrownBy(() -> call.toCompletableFuture().join())
                    .as("to the hub the device is there")
                    .hasMessageContaining("Timed out waiting for the response");

            emulator.faults().remove(id);
            assertThat(device.closedByHub()).as("and not a byte came before").isTrue();
        }
    }

    @Test
    void shouldCutWithoutAcknowledgementWhenTheDeviceAsksForIt() throws Exception {
        try (RawMqtt device = connect()) {
            device.publish(
                    1,
                    "devices/device-1/messages/events/AzIoTHub_FaultOperationType=KillTcp"
                            + "&AzIoTHub_FaultOperationCloseReason=Boom&AzIoTHub_FaultOperationDelayInSecs=0",
                    "hello");

            assertThat(device.closedByHub()).as("and no PUBACK came before").isTrue();
        }
    }

    @Test
    void shouldAcknowledgeWhatMqttHasNot() throws Exception {
        try (RawMqtt device = connect()) {
            device.publish(
                    1, "devices/device-1/messages/events/AzIoTHub_FaultOperationType=KillAmqpMethodReqLink", "hello");

            assertThat(device.receive()[0] & 0xF0).as("PUBACK").isEqualTo(0x40);
        }
    }

    @Test
    void shouldLetAnSdkComeBackThatAskedForItsOwnFault() throws Exception {
        try (SdkDevice pump = SdkDevice.connect(emulator, TestHub.register(emulator, "pump-1"))
                .answering((_, _) -> new DirectMethodResponse(200, "back"))) {
            AtomicInteger losses = new AtomicInteger();
            AtomicInteger returns = new AtomicInteger();
            pump.client()
                    .setConnectionStatusChangeCallback(
                            change -> {
                                switch (change.getNewStatus()) {
                                    case DISCONNECTED, DISCONNECTED_RETRYING -> losses.incrementAndGet();
                                    case CONNECTED -> returns.incrementAndGet();
                                }
                            },
                            null);
            Message fault = new Message("boom");
            fault.setProperty("AzIoTHub_FaultOperationType", "ShutDownMqtt");
            fault.setProperty("AzIoTHub_FaultOperationDelayInSecs", "1");
            fault.setExpiryTime(1_000);

            pump.client().sendEventAsync(fault, (_, _, _) -> {}, null);

            await().atMost(Duration.ofSeconds(60)).until(() -> losses.get() > 0 && returns.get() > 0);
        }
    }

    private static CompletionStage<MethodAnswer> call() {
        return emulator.hub()
                .methods()
                .invoke(
                        new DeviceId("device-1"),
                        new MethodCall("reboot", "null", Duration.ofSeconds(5), Duration.ofSeconds(5)));
    }

    private static RawMqtt connect() throws IOException {
        RawMqtt device = new RawMqtt(emulator);
        String host = emulator.hostName();
        device.connect(
                "device-1",
                host + "/device-1/?api-version=2021-04-12",
                Tokens.ofDevice(
                        host,
                        "device-1",
                        DevelopmentKeys.DEVICE_1_KEY,
                        Instant.now().plusSeconds(600)),
                true);
        return device;
    }
}
