package io.downlink.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.downlink.contracts.topics.Topics;
import io.downlink.emulator.EmulatorSettings;
import io.downlink.emulator.HubEmulator;
import io.downlink.emulator.virtual.VirtualSettings;
import io.downlink.gateway.world.Told;
import io.downlink.gateway.world.Told.Event;
import io.downlink.testsupport.Kafka;
import io.downlink.testsupport.KafkaExtension;
import io.downlink.testsupport.KafkaWithTopics;
import io.downlink.testsupport.PackagedService;
import io.downlink.testsupport.TopicWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** All replicas are replaced, one by one, while methods are open that take long. */
@ExtendWith(KafkaExtension.class)
class RollingRestartIT {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final int DEVICES = 12;
    private static final int EACH = 3;

    private final Kafka kafka;
    private final Path executed;
    private final HubEmulator hub;
    private final TopicWriter sender;
    private final Told told;

    RollingRestartIT(Kafka kafka, @TempDir Path directory) {
        this.kafka = kafka;
        KafkaWithTopics.createTopics(kafka);
        this.executed = directory.resolve("executed.jsonl");
        this.hub = HubEmulator.start(EmulatorSettings.atFreePorts("127.42.0.4", directory)
                .with(VirtualSettings.DEFAULT.with("roll-*,latency=20s").recordingTo(executed)));
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
    void shouldLeaveNoCommandInDoubtWhenReplicasAreReplacedUnderMethodsOfTwentySeconds() throws IOException {
        try (PackagedService first = PackagedService.start(config()).ready();
                PackagedService second = PackagedService.start(config()).ready()) {
            // given
            for (int n = 0; n < EACH; n++) {
                for (int device = 0; device < DEVICES; device++) {
                    sender.send("roll-" + device, method("roll-" + device, n));
                }
            }
            await().atMost(PATIENCE).until(() -> executed() >= DEVICES);

            // when
            first.stop();
            try (PackagedService _ = PackagedService.start(config()).ready()) {
                assertThat(first.exitStatus()).isEqualTo(143);
                second.stop();
                try (PackagedService _ = PackagedService.start(config()).ready()) {
                    assertThat(second.exitStatus()).isEqualTo(143);

                    // then
                    await().atMost(PATIENCE)
                            .until(() -> told.all(RollingRestartIT::isOwnEnd).size() >= DEVICES * EACH);
                }
            }
        }
        assertThat(told.all(RollingRestartIT::isOwnEnd))
                .hasSize(DEVICES * EACH)
                .extracting(Event::name)
                .containsOnly("completed");
        List<String> inOrder =
                IntStream.range(0, EACH).mapToObj(n -> "roll-0-" + n).toList();
        assertThat(told.all(RollingRestartIT::isOwnEnd))
                .extracting(event -> event.json().path("commandId").asText())
                .filteredOn(commandId -> commandId.startsWith("roll-0-"))
                .containsExactlyElementsOf(inOrder);
        assertThat(executed()).isEqualTo(DEVICES * EACH);
    }

    /** Other tests have written to the same topics, and commands that wait for their turn are told of, too. */
    private static boolean isOwnEnd(Event event) {
        return event.json().path("deviceId").asText().startsWith("roll-")
                && event.json().path("final").asBoolean();
    }

    private long executed() throws IOException {
        try (var lines = Files.lines(executed)) {
            return lines.count();
        }
    }

    private Map<String, String> config() {
        return Map.of(
                "kafka.bootstrap.servers", kafka.bootstrapServers(),
                "downlink.hubs.default.connection-string", hub.connectionString("service"),
                "downlink.hubs.default.https-port", Integer.toString(hub.httpsPort()),
                "downlink.hubs.default.ca-file", hub.caFile().toString());
    }

    private static String method(String deviceId, int number) {
        return """
                {"commandId": "%1$s-%2$d", "deviceId": "%1$s", "type": "direct-method",
                 "method": {"name": "reboot", "payload": %2$d}}""".formatted(deviceId, number);
    }
}
