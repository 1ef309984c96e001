package io.downlink.collector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.downlink.collector.world.EmulatorHub;
import io.downlink.collector.world.Site;
import io.downlink.collector.world.Told;
import io.downlink.contracts.feedback.Feedback;
import io.downlink.contracts.topics.Topics;
import io.downlink.emulator.faults.Fault;
import io.downlink.emulator.faults.FrontEnd;
import io.downlink.emulator.faults.Kind;
import io.downlink.testsupport.PackagedService;
import io.downlink.testsupport.TestDevice;
import io.downlink.testsupport.TopicWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Feedback that never comes, with lives of seconds. */
class LostFeedbackIT {
    private static final Duration LIFE = Duration.ofSeconds(2);
    private static final Map<String, String> LIVES_OF_SECONDS = Map.of(
            "downlink.collector.lost.feedback-life", "2s",
            "downlink.collector.lost.overdue-by", "2s",
            "kafka.session.timeout.ms", "6000",
            "kafka.heartbeat.interval.ms", "1000");

    private final Site site;

    LostFeedbackIT(@TempDir Path dataDir) {
        this.site = new Site(dataDir, EmulatorHub.emulator("127.60.0.5"));
    }

    @AfterEach
    void close() {
        site.close();
    }

    @Test
    void shouldTellOnceThatFeedbackIsLostOverACrash() {
        // given
        Instant expiry = Instant.now().truncatedTo(ChronoUnit.MILLIS).plusSeconds(30);
        site.tellEnqueued("pump-1", "never-told", "full", expiry);
        site.tellEnqueued("pump-1", "not-asked", "positive", expiry);
        try (PackagedService first = site.collector(LIVES_OF_SECONDS)) {
            Site.connected(first);
            site.tellEnqueued("pump-1", "told", "full", expiry);
            TestDevice.connected(site.hub(), "pump-1");
            EmulatorHub.send(site.hub(), "pump-1", "told", Duration.ofHours(1));
            await().atMost(Duration.ofMinutes(1)).until(() -> first.log().contains("feedback published"));
            assertThat(first.log()).doesNotContain("told as lost");
            // when
            first.kill();
        }
        try (PackagedService second = site.collector(LIVES_OF_SECONDS);
                Told told = new Told(site.kafka())) {
            // then
            Feedback lost = told.lost("pump-1", 1).getFirst();
            assertThat(lost.commandId()).isEqualTo("never-told");
            assertThat(lost.time()).isEqualTo(expiry.plus(LIFE));
            second.stop();
            second.exitStatus();
        }
        try (PackagedService third = site.collector(LIVES_OF_SECONDS);
                Told told = new Told(site.kafka())) {
            Site.connected(third);
            site.tellEnqueued("pump-2", "later", "full", Instant.now());
            told.lost("pump-2", 1);
            assertThat(told.lost("pump-1", 1)).hasSize(1);
            assertThat(told.ofDevice("pump-1", 2))
                    .extracting(Feedback::commandId)
                    .contains("told", "never-told");
        }
    }

    @Test
    void shouldTellALossOfTheHubAndNotWhileTheReceiverIsAway() {
        // given
        TestDevice.connected(site.hub(), "pump-1");
        site.hub().faults().add(Fault.of(new Kind.LoseFeedback()));
        String outage =
                site.hub().faults().add(Fault.of(new Kind.Outage(Set.of(FrontEnd.AMQPS), Kind.Connections.REFUSED)));
        try (PackagedService collector = site.collector(LIVES_OF_SECONDS);
                Told told = new Told(site.kafka())) {
            EmulatorHub.send(site.hub(), "pump-1", "c-1", Duration.ofHours(1));
            site.tellEnqueued("pump-1", "c-1", "full", Instant.now());
            await().during(Duration.ofSeconds(8))
                    .atMost(Duration.ofSeconds(10))
                    .until(() -> !collector.log().contains("told as lost"));
            // when
            site.hub().faults().remove(outage);
            // then
            assertThat(told.lost("pump-1", 1)).extracting(Feedback::commandId).containsExactly("c-1");
        }
    }

    @Test
    void shouldFindFeedbackInAPartitionThatIsNew() throws Exception {
        // given
        try (PackagedService collector = site.collector(LIVES_OF_SECONDS);
                Told told = new Told(site.kafka())) {
            Site.connected(collector);
            site.tellEnqueued("pump-0", "before", "full", Instant.now().truncatedTo(ChronoUnit.MILLIS));
            told.lost("pump-0", 1); // so the topic was read to its end
            // when
            int partitions = 24; // it has been created with 12
            try (Admin admin = site.kafka().admin()) {
                admin.createPartitions(Map.of(Topics.FEEDBACK, NewPartitions.increaseTo(partitions)))
                        .all()
                        .get(30, TimeUnit.SECONDS);
            }
            try (TopicWriter feedback = new TopicWriter(site.kafka(), Topics.FEEDBACK)) {
                Instant expiry = Instant.now().truncatedTo(ChronoUnit.MILLIS).plusSeconds(20);
                feedback.send(partitions - 1, "pump-1", """
                        {"event": "delivered", "hub": "default", "deviceId": "pump-1", "deviceGenerationId": "1",
                         "commandId": "told", "statusCode": "Success", "description": "Success",
                         "enqueuedTimeUtc": "%s"}
                        """.formatted(expiry));
                site.tellEnqueued("pump-1", "told", "full", expiry);
                site.tellEnqueued("pump-2", "never-told", "full", expiry.plusSeconds(2));
                // then
                told.lost("pump-2", 1);
                assertThat(collector.log())
                        .contains("the feedback topic has other partitions now")
                        .doesNotContain("commandId=told");
            }
        }
    }
}
