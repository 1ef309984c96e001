package io.downlink.emulator.amqp;

import static org.awaitility.Awaitility.await;

import io.downlink.emulator.HubEmulator;
import io.downlink.emulator.TestHub;
import io.downlink.emulator.Tokens;
import io.downlink.emulator.Traffic;
import io.downlink.emulator.hub.DeviceId;
import io.downlink.emulator.hub.DeviceSpec;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Devices that give more credit than they read. */
class UnreadAmqpIT {
    private static HubEmulator emulator;

    @BeforeAll
    static void start() {
        emulator = TestHub.start("127.73.0.5");
    }

    @AfterAll
    static void stop() {
        emulator.close();
    }

    @Test
    void shouldLoseADeviceThatGivesCreditWithoutEndAndReadsNothing() throws Exception {
        DeviceId device = new DeviceId("all-credit");
        CountDownLatch done = new CountDownLatch(1);
        try (RawAmqp client = connected(device)) {
            client.begin().receiver("/devices/all-credit/methods/devicebound", Integer.MAX_VALUE, (_, _) -> {});
            await().until(() -> Traffic.isConnected(emulator, device));
            client.freezeUntil(done);

            Traffic.METHOD_CALLS.sendUntilLost(emulator, device);
            done.countDown();
        }
    }

    private static RawAmqp connected(DeviceId device) throws Exception {
        String key = emulator.hub()
                .registry()
                .create(new DeviceSpec(device, null, true, null))
                .identity()
                .keys()
                .primary();
        RawAmqp client = RawAmqp.connect(emulator);
        client.putToken(
                "1",
                "servicebus.windows.net:sastoken",
                Tokens.ofDevice(
                        emulator.hostName(), device.value(), key, Instant.now().plusSeconds(600)));
        return client;
    }
}
