package io.downlink.collector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.downlink.collector.world.EmulatorHub;
import io.downlink.collector.world.Site;
import io.downlink.collector.world.Told;
import io.downlink.contracts.feedback.Feedback;
import io.downlink.contracts.topics.Topics;
import io.downlink.testsupport.PackagedService;
import io.downlink.testsupport.TestDevice;
import java.nio.file.Path;
import java.time.Duration;
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

    private final Site site;

    CollectorProcessIT(@TempDir Path dataDir) {
        this.site = new Site(dataDir, EmulatorHub.emulator("127.60.0.2"));
    }

    @AfterEach
    void close() {
        site.close();
    }

    @Test
    void shouldTellAfterACrashWhatWasReceivedAndNotCompleted() {
        // given
        TestDevice.connected(site.hub(), "crash-1");
        try (PackagedService first = site.collector(Map.of("downlink.collector.acknowledged-within", "9s"))) {
            Site.connected(first);
            site.stopBroker();
            EmulatorHub.send(site.hub(), "crash-1", "crash-c", LONG);
            await().atMost(PATIENCE).until(() -> first.log().contains("feedback received"));
            // when
            first.kill();
            assertThat(first.log()).doesNotContain("feedback published").doesNotContain("receiver is closed");
        }
        site.startBrokerAgain();
        try (PackagedService second = site.collector(Map.of());
                Told told = new Told(site.kafka())) {
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
        TestDevice.connected(site.hub(), "away-1");
        try (PackagedService collector = site.collector(Map.of("downlink.collector.acknowledged-within", "1s"))) {
            Site.connected(collector);
            site.stopBroker();
            // when
            EmulatorHub.send(site.hub(), "away-1", "away-c1", LONG);
            await().atMost(PATIENCE).until(() -> collector.log().contains("receiver is closed until"));
            EmulatorHub.send(site.hub(), "away-1", "away-c2", LONG);
            site.startBrokerAgain();
            // then
            try (Told told = new Told(site.kafka())) {
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
        try (PackagedService collector = site.collector(Map.of())) {
            Site.connected(collector);
            // when
            collector.stop();
            // then
            assertThat(collector.exitStatus()).isEqualTo(SIGTERM_STATUS);
            assertThat(collector.log()).contains("receivers closed finished=true", "collector stopped");
        }
    }

    @Test
    void shouldNotStartWithoutItsTopic() throws ExecutionException, InterruptedException {
        // given
        try (Admin admin = site.kafka().admin()) {
            admin.deleteTopics(List.of(Topics.FEEDBACK, Topics.COMMANDS)).all().get();
        }
        // when
        try (PackagedService collector = PackagedService.start(site.with(Map.of()))) {
            // then
            assertThat(collector.exitStatus()).isEqualTo(1);
            assertThat(collector.log())
                    .contains("feedback-collector does not start")
                    .contains("downlink.feedback: does not exist")
                    .doesNotContain("downlink.commands")
                    .doesNotContain("\tat ");
        }
    }

    @Test
    void shouldNameAnUnknownKey() {
        try (PackagedService collector =
                PackagedService.start(site.with(Map.of("downlink.collector.aknowledged-within", "1s")))) {
            assertThat(collector.exitStatus()).isEqualTo(1);
            assertThat(collector.log())
                    .contains("downlink.collector.aknowledged-within")
                    .doesNotContain("\tat ");
        }
    }
}
