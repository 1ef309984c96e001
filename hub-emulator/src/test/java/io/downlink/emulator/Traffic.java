package io.downlink.emulator;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.downlink.emulator.hub.AckLevel;
import io.downlink.emulator.hub.CloudToDeviceMessage;
import io.downlink.emulator.hub.DeviceId;
import io.downlink.emulator.hub.IfMatch;
import io.downlink.emulator.hub.MethodCall;
import io.downlink.emulator.hub.TwinChange;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** What services can send to a device, as large as they may. */
public enum Traffic {
    METHOD_CALLS {
        @Override
        public void send(HubEmulator emulator, DeviceId device) {
            emulator.hub()
                    .methods()
                    .invoke(device, new MethodCall("reboot", CALL, Duration.ofMinutes(5), Duration.ZERO))
                    .whenComplete((_, _) -> {});
        }
    },
    MESSAGES {
        @Override
        public void send(HubEmulator emulator, DeviceId device) {
            emulator.hub()
                    .messages()
                    .send(
                            device,
                            new CloudToDeviceMessage(
                                    null,
                                    null,
                                    null,
                                    "/devices/" + device.value() + "/messages/devicebound",
                                    null,
                                    null,
                                    null,
                                    AckLevel.NONE,
                                    Map.of(),
                                    ByteBuffer.wrap(new byte[60_000])));
        }
    },
    DESIRED_PATCHES {
        @Override
        public void send(HubEmulator emulator, DeviceId device) {
            ObjectNode desired = JsonNodeFactory.instance.objectNode();
            for (int i = 0; i < 7; i++) {
                desired.put("property" + i, "x".repeat(4_000));
            }
            emulator.hub().twins().change(device, new TwinChange(null, desired, false), IfMatch.ANY);
        }
    };

    private static final int TIMES_MAX = 3_000;
    private static final String CALL = '"' + "x".repeat(100_000) + '"';

    public abstract void send(HubEmulator emulator, DeviceId device);

    /** Sends to a device that does not read until the hub has lost it, but no more than the hub can have kept. */
    public void sendUntilLost(HubEmulator emulator, DeviceId device) {
        AtomicInteger sent = new AtomicInteger();
        await().atMost(Duration.ofSeconds(60))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> {
                    for (int i = 0; i < 20 && sent.get() < TIMES_MAX && isConnected(emulator, device); i++) {
                        send(emulator, device);
                        sent.incrementAndGet();
                    }
                    return !isConnected(emulator, device);
                });
    }

    /** Whether the hub has a connection of the device. */
    public static boolean isConnected(HubEmulator emulator, DeviceId device) {
        return emulator.hub().registry().get(device).connected();
    }
}
