package io.downlink.emulator.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.downlink.emulator.HubEmulator;
import io.downlink.emulator.TestHub;
import io.downlink.emulator.Tokens;
import io.downlink.emulator.Traffic;
import io.downlink.emulator.hub.DeviceId;
import io.downlink.emulator.hub.DeviceSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Devices that take what they are sent, and devices that do not. */
class UnreadMqttIT {

    private static final int QUESTIONS = 1_000;

    private static HubEmulator emulator;

    @BeforeAll
    static void start() {
        emulator = TestHub.start("127.73.0.3");
    }

    @AfterAll
    static void stop() {
        emulator.close();
    }

    @ParameterizedTest
    @EnumSource
    void shouldLoseADeviceThatNeverReadsWhateverItIsSent(Traffic traffic) throws Exception {
        DeviceId id = new DeviceId("never-reads-" + traffic);
        try (RawMqtt _ = listening(id)) {
            traffic.sendUntilLost(emulator, id);
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldKeepADeviceThatReadsHoweverMuchItIsSent(Traffic traffic) throws Exception {
        DeviceId id = new DeviceId("reads-" + traffic);
        try (RawMqtt device = listening(id)) {
            for (int i = 0; i < 30; i++) {
                for (int burst = 0; burst < 50; burst++) { // 5 MB of calls, of which half a hundred may wait
                    traffic.send(emulator, id);
                }
                for (int burst = 0; burst < 50; burst++) {
                    device.receive();
                }
            }

            assertThat(Traffic.isConnected(emulator, id)).isTrue();
        }
    }

    @Test
    void shouldReadNoMoreQuestionsOfADeviceThatDoesNotReadTheAnswers() throws Exception {
        DeviceId id = new DeviceId("asks-only");
        try (RawMqtt device = connect(id)) {
            Traffic.DESIRED_PATCHES.send(emulator, id);
            device.subscribe("$iothub/twin/res/#", 0);

            AtomicInteger asked = new AtomicInteger();
            Thread asking = Thread.startVirtualThread(() -> {
                for (int i = 0; i < QUESTIONS; i++) {
                    ask(device, i);
                    asked.incrementAndGet();
                }
            });
            AtomicInteger before = new AtomicInteger();
            await().during(Duration.ofSeconds(1)).atMost(Duration.ofSeconds(60)).until(() -> {
                int now = asked.get();
                return before.getAndSet(now) == now && now > 0;
            });
            assertThat(asked).hasValueLessThan(QUESTIONS);

            for (int i = 0; i < QUESTIONS; i++) {
                assertThat(device.receivePublication()).startsWith("$iothub/twin/res/200/?$rid=" + requestId(i) + " ");
            }
            asking.join();
        }
    }

    /** Asks for the twin in so many words that the system keeps no more than some hundred questions. */
    private static void ask(RawMqtt device, int number) {
        try {
            device.publish(0, "$iothub/twin/GET/?$rid=" + requestId(number), "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String requestId(int number) {
        return "x".repeat(30_000) + number;
    }

    private static RawMqtt listening(DeviceId id) throws IOException {
        RawMqtt device = connect(id);
        for (String filter : List.of(
                "$iothub/methods/POST/#",
                "$iothub/twin/PATCH/properties/desired/#",
                "devices/" + id.value() + "/messages/devicebound/#")) {
            assertThat(device.subscribe(filter, 0)).isZero(); // messages are complete once they are sent
        }
        return device;
    }

    /** Registers a device, and connects it. */
    private static RawMqtt connect(DeviceId id) throws IOException {
        String key = emulator.hub()
                .registry()
                .create(new DeviceSpec(id, null, true, null))
                .identity()
                .keys()
                .primary();
        String host = emulator.hostName();
        RawMqtt device = new RawMqtt(emulator);
        int code = device.connect(
                id.value(),
                host + "/" + id.value() + "/?api-version=2021-04-12",
                Tokens.ofDevice(host, id.value(), key, Instant.now().plusSeconds(600)),
                true);
        assertThat(code).isZero();
        return device;
    }
}
