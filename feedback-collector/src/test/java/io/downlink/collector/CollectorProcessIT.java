package io.downlink.collector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.downlink.collector.world.EmulatorHub;
import io.downlink.collector.world.Told;
import io.downlink.contracts.feedback.Feedback;
import io.downlink.contracts.topics.Topics;
import io.downlink.emulator.HubEmulator;
import io.downlink.localstack.kafka.KafkaBroker;
import io.downlink.testsupport.Kafka;
import io.downlink.testsupport.KafkaWithTopics;
import io.downlink.testsupport.PackagedService;
import io.downlink.testsupport.TestDevice;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged collector as a process: how it starts, stops, comes back, and lives without Kafka. */
class CollectorProcessIT {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration LONG = Duration.ofHours(1);
    private static final int SIGTERM_STATUS = 143;

    private final Path dataDir;
    private final Kafka kafka;
    private final HubEmulator hub = EmulatorHub.emulator("127.52.0.2");
    private KafkaBroker broker;

    /** A broker of its own, to be stopped and started again in its place. */
    CollectorProcessIT(@TempDir Path dataDir) {
        this.dataDir = dataDir;
        this.broker = KafkaBroker.start(dataDir, 0);
        this.kafka = new Kafka(broker.bootstrapServers());
        KafkaWithTopics.createTopics(kafka);
    }

    @AfterEach
    void close() {
        hub.close();
        broker.close();
    }

    @Test
    void shouldTellAfterACrashWhatWasReceivedAndNotCompleted() {
        // given
        TestDevice.connected(hub, "crash-1");
        try (PackagedService first = PackagedService.start(with("downlink.collector.acknowledged-within", "9s"))
                .ready()) {
            connected(first);
            broker.close();
            EmulatorHub.send(hub, "crash-1", "crash-c", LONG);
            await().atMost(PATIENCE).until(() -> first.log().contains("feedback received"));
            // when
            first.kill();
            assertThat(first.log()).doesNotContain("feedback published").doesNotContain("receiver is closed");
        }
        startBrokerAgain();
        try (PackagedService second = PackagedService.start(config()).ready();
                Told told = new Told(kafka)) {
            // then
            assertThat(told.ofDevice("crash-1", 1))
                    .extracting(Feedback::commandId)
                    .containsExactly("crash-c");
            second.stop();
            assertThat(second.exitStatus()).isEqualTo(SIGTERM_STATUS);
        }
    }

    @Test
    void shouldCloseTheReceiverWhileKafkaIsAwayAndLoseNothing() {
        // given
        TestDevice.connected(hub, "away-1");
        try (PackagedService collector = PackagedService.start(with("downlink.collector.acknowledged-within", "1s"))
                .ready()) {
            connected(collector);
            broker.close();
            // when
            EmulatorHub.send(hub, "away-1", "away-c1", LONG);
            await().atMost(PATIENCE).until(() -> collector.log().contains("receiver is closed until"));
            EmulatorHub.send(hub, "away-1", "away-c2", LONG);
            startBrokerAgain();
            // then
            try (Told told = new Told(kafka)) {
                List<Feedback> feedback = told.ofDevice("away-1", 3);
                assertThat(feedback).extracting(Feedback::commandId).contains("away-c1", "away-c2");
                assertThat(told.eventIds("away-1").stream().distinct()).hasSize(2);
            }
            assertThat(collector.log().split("feedback receiver connected", -1)).hasSize(3);
        }
    }

    @Test
    void shouldFinishAndExitWhenItIsStopped() {
        // given
        try (PackagedService collector = PackagedService.start(config()).ready()) {
            connected(collector);
            // when
            collector.stop();
            // then
            assertThat(collector.exitStatus()).isEqualTo(SIGTERM_STATUS);
            assertThat(collector.log()).contains("collector stopped finished=true");
        }
    }

    @Test
    void shouldNotStartWithoutItsTopic() throws ExecutionException, InterruptedException {
        // given
        try (Admin admin = kafka.admin()) {
            admin.deleteTopics(List.of(Topics.FEEDBACK, Topics.COMMAND_EVENTS))
                    .all()
                    .get();
        }
        // when
        try (PackagedService collector = PackagedService.start(config())) {
            // then
            assertThat(collector.exitStatus()).isEqualTo(1);
            assertThat(collector.log())
                    .contains("feedback-collector does not start")
                    .contains("downlink.feedback: does not exist")
                    .doesNotContain("downlink.command-events")
                    .doesNotContain("\tat ");
        }
    }

    @Test
    void shouldNameAnUnknownKey() {
        try (PackagedService collector = PackagedService.start(with("downlink.collector.aknowledged-within", "1s"))) {
            assertThat(collector.exitStatus()).isEqualTo(1);
            assertThat(collector.log())
                    .contains("downlink.collector.aknowledged-within")
                    .doesNotContain("\tat ");
        }
    }

    private static void connected(PackagedService collector) {
        await().atMost(PATIENCE).until(() -> collector.log().contains("feedback receiver connected"));
    }

    private void startBrokerAgain() {
        String bootstrap = kafka.bootstrapServers();
        broker = KafkaBroker.start(dataDir, Integer.parseInt(bootstrap.substring(bootstrap.lastIndexOf(':') + 1)));
    }

    private Map<String, String> with(String key, String value) {
        Map<String, String> config = new HashMap<>(config());
        config.put(key, value);
        return config;
    }

    private Map<String, String> config() {
        Map<String, String> config = new HashMap<>(EmulatorHub.config(hub, "default", "service"));
        config.put("kafka.bootstrap.servers", kafka.bootstrapServers());
        config.put("quarkus.log.category.\"io.downlink.collector\".level", "DEBUG");
        return config;
    }
}
