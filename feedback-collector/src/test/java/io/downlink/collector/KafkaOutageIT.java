package io.downlink.collector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.downlink.collector.world.EmulatorHub;
import io.downlink.collector.world.Site;
import io.downlink.collector.world.Told;
import io.downlink.contracts.feedback.Feedback;
import io.downlink.emulator.hub.MessagingRules;
import io.downlink.testsupport.PackagedService;
import io.downlink.testsupport.TestDevice;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kafka is away for a quarter of an hour, by the hub's clock, while feedback is due. */
class KafkaOutageIT {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Duration LONG = Duration.ofHours(1);
    /** One each minute. */
    private static final int MESSAGES = 15;

    private static final int DELIVERIES_MAX = 3;

    /** A batch that is given back so often is gone. */
    private static final MessagingRules RULES = new MessagingRules(
            LONG, Duration.ofSeconds(60), DELIVERIES_MAX, true, Duration.ofMillis(100), Duration.ofSeconds(60), LONG);

    private final Site site;

    KafkaOutageIT(@TempDir Path dataDir) {
        this.site = new Site(dataDir, EmulatorHub.emulator("127.60.0.6", RULES));
    }

    @AfterEach
    void close() {
        site.close();
    }

    @Test
    void shouldLoseNothingAndBeGivenABatchThreeTimesAtMost() {
        // given
        TestDevice.connected(site.hub(), "pump-1");
        try (PackagedService collector = site.collector(Map.of("downlink.collector.acknowledged-within", "1s"))) {
            Site.connected(collector);
            // when
            site.stopBroker();
            for (int minute = 0; minute < MESSAGES; minute++) {
                EmulatorHub.send(site.hub(), "pump-1", "c-" + minute, Duration.ofHours(2));
                if (minute == 0) {
                    await().atMost(PATIENCE).until(() -> collector.log().contains("receiver of feedback closed"));
                }
                // a device that has not completed its message by then has lost the lock
                int sent = minute + 1;
                await().atMost(PATIENCE).until(() -> site.hub().hub().feedback().pending() == sent);
                site.hub().time().advance(Duration.ofMinutes(1));
            }
            // then
            await().atMost(PATIENCE)
                    .untilAsserted(() ->
                            assertThat(site.hub().hub().feedback().pending()).isEqualTo(MESSAGES));
            site.startBrokerAgain();
            try (Told told = new Told(site.kafka())) {
                await().atMost(PATIENCE)
                        .untilAsserted(
                                () -> assertThat(site.hub().hub().feedback().pending())
                                        .isZero());
                assertThat(told.ofDevice("pump-1", MESSAGES))
                        .extracting(Feedback::commandId)
                        .contains("c-0", "c-7", "c-14");
                assertThat(told.eventIds("pump-1").stream().distinct()).hasSize(MESSAGES);
            }
            assertThat(collector.log().split("feedback received hub", -1).length - 1)
                    .as("deliveries, of which that of one batch was in hand when Kafka went")
                    .isBetween(2, MESSAGES + DELIVERIES_MAX - 1);
        }
    }
}
