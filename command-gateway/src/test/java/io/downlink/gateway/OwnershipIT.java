package io.downlink.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.downlink.contracts.topics.Topics;
import io.downlink.emulator.HubEmulator;
import io.downlink.gateway.world.EmulatorHub;
import io.downlink.gateway.world.Told;
import io.downlink.gateway.world.Told.Event;
import io.downlink.testsupport.Kafka;
import io.downlink.testsupport.KafkaExtension;
import io.downlink.testsupport.KafkaWithTopics;
import io.downlink.testsupport.PackagedService;
import io.downlink.testsupport.TestDevice;
import io.downlink.testsupport.TopicWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Packaged gateways as processes that crash, stop, stand still and share: the devices' own records are the judge. */
@ExtendWith(KafkaExtension.class)
class OwnershipIT {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int PARTITION = 5;

    private final Kafka kafka;
    private final HubEmulator hub = EmulatorHub.emulator("127.42.0.3");
    private final TopicWriter sender;
    private final Told told;

    OwnershipIT(Kafka kafka) {
        this.kafka = kafka;
        KafkaWithTopics.createTopics(kafka);
        this.sender = new TopicWriter(kafka, Topics.COMMANDS);
        this.told = new Told(kafka);
    }

    @AfterEach
    void close() {
        sender.close();
        told.close();
        hub.close();
    }

    @Test
    void shouldCallNoCommandTwiceAfterACrashAndEndTheOpenOneInDoubt() {
        // given
        TestDevice silent = TestDevice.connected(hub, "kill-silent");
        TestDevice quick = TestDevice.connected(hub, "kill-quick");
        silent.holdAnswers();
        try (PackagedService first = PackagedService.start(config()).ready()) {
            send("kill-silent", "kill-open", "1");
            for (int i = 0; i < 20; i++) {
                send("kill-quick", "kill-done-" + i, Integer.toString(i));
            }
            assertThat(told.endsOfDevice("kill-quick", 20)).hasSize(20);
            await().atMost(PATIENCE).until(() -> silent.received.size() == 1);
            // when
            first.kill();
        }
        send("kill-silent", "kill-next", "2");
        silent.answerAgain();
        try (PackagedService _ = PackagedService.start(config()).ready()) {
            // then
            Event open = told.about("kill-open");
            assertThat(open.name()).isEqualTo("in-doubt");
            assertThat(open.reason()).isEqualTo("INTERRUPTED");
            assertThat(told.about("kill-next").name()).isEqualTo("completed");
        }
        assertThat(silent.received).containsExactly("1", "2");
        assertThat(quick.received).hasSize(20).doesNotHaveDuplicates();
        assertThat(told.endsOfDevice("kill-quick", 20)).hasSize(20);
    }

    @Test
    void shouldRepeatNothingAfterAStop() {
        // given
        TestDevice quick = TestDevice.connected(hub, "stop-quick");
        TestDevice.registered(hub, "stop-away");
        try (PackagedService first = PackagedService.start(config()).ready()) {
            sender.send(PARTITION, "stop-away", method("stop-away", "stop-waits", "0", ", \"whenOffline\": \"wait\""));
            for (int i = 0; i < 20; i++) {
                send("stop-quick", "stop-done-" + i, Integer.toString(i));
            }
            assertThat(told.endsOfDevice("stop-quick", 20)).hasSize(20);
            // when
            first.stop();
            first.exitStatus();
        }
        try (PackagedService _ = PackagedService.start(config()).ready()) {
            send("stop-quick", "stop-last", "20");
            // then
            assertThat(told.about("stop-last").name()).isEqualTo("completed");
        }
        assertThat(quick.received)
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(0, 20).mapToObj(Integer::toString).toList());
        assertThat(told.endsOfDevice("stop-quick", 21)).hasSize(21);
    }

    @Test
    void shouldNotRepeatTheOpenCallOfAReplicaThatStandsStillAndTakeItsAnswerAsTheTruth() {
        // given
        TestDevice silent = TestDevice.connected(hub, "pause-silent");
        silent.holdAnswers();
        try (PackagedService first = PackagedService.start(config()).ready()) {
            sender.send(PARTITION, "pause-silent", """
                    {"commandId": "pause-open", "deviceId": "pause-silent", "type": "direct-method",
                     "method": {"name": "reboot", "payload": 1, "responseTimeout": "PT60S"}}""");
            await().atMost(PATIENCE).until(() -> silent.received.size() == 1);
            // when
            first.pause();
            silent.answerAgain();
            try (PackagedService second = PackagedService.start(config()).ready()) {
                await().atMost(PATIENCE).until(() -> takenOver(second, PARTITION));
                assertThat(told.number("pause-open")).isZero();
                first.resume();
                // then
                assertThat(told.about("pause-open").name()).isEqualTo("completed");
                assertThat(second.log()).contains("interrupted=1");
            }
        }
        assertThat(silent.received).containsExactly("1");
    }

    @Test
    void shouldCallNoCommandTwiceWhenReplicasComeAndGoUnderLoad() {
        // given
        int devices = 20;
        int each = 40;
        List<TestDevice> fleet = IntStream.range(0, devices)
                .mapToObj(i -> TestDevice.connected(hub, "move-" + i))
                .toList();
        try (PackagedService first = PackagedService.start(config()).ready()) {
            sendToAll(devices, 0, each / 4);
            try (PackagedService second = PackagedService.start(config()).ready()) {
                sendToAll(devices, each / 4, each / 2);
                await().atMost(PATIENCE).until(() -> second.log().contains("partition taken over"));
                first.stop();
                sendToAll(devices, each / 2, each);
                // then
                for (int i = 0; i < devices; i++) {
                    assertThat(told.endsOfDevice("move-" + i, each))
                            .hasSize(each)
                            .allMatch(event -> event.name().equals("completed"));
                }
            }
        }
        List<String> inOrder =
                IntStream.range(0, each).mapToObj(Integer::toString).toList();
        assertThat(fleet).allSatisfy(device -> assertThat(device.received).containsExactlyElementsOf(inOrder));
    }

    private void sendToAll(int devices, int from, int to) {
        for (int n = from; n < to; n++) {
            for (int i = 0; i < devices; i++) {
                String device = "move-" + i;
                sender.send(device, method(device, device + "-" + n, Integer.toString(n), ""));
            }
        }
    }

    private void send(String deviceId, String commandId, String payload) {
        sender.send(PARTITION, deviceId, method(deviceId, commandId, payload, ""));
    }

    private static boolean takenOver(PackagedService gateway, int partition) {
        return gateway.log().contains("partition taken over partition=" + partition + " ");
    }

    /** The group gives up on a replica that is dead, or stands still, after ten seconds instead of 45. */
    private Map<String, String> config() {
        return Map.of(
                "kafka.bootstrap.servers", kafka.bootstrapServers(),
                "kafka.session.timeout.ms", "10000",
                "downlink.requests.response-timeout", "5s",
                "downlink.hubs.default.connection-string", hub.connectionString("service"),
                "downlink.hubs.default.https-port", Integer.toString(hub.httpsPort()),
                "downlink.hubs.default.ca-file", hub.caFile().toString());
    }

    private static String method(String deviceId, String commandId, String payload, String more) {
        return """
                {"commandId": "%s", "deviceId": "%s", "type": "direct-method",
                 "method": {"name": "reboot", "payload": %s}%s}""".formatted(commandId, deviceId, payload, more);
    }
}
