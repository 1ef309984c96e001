package io.downlink.collector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.downlink.collector.world.EmulatorHub;
import io.downlink.collector.world.Site;
import io.downlink.collector.world.Told;
import io.downlink.contracts.feedback.Feedback;
import io.downlink.contracts.feedback.Feedback.Reported;
import io.downlink.contracts.feedback.Origin;
import io.downlink.testsupport.PackagedService;
import io.downlink.testsupport.TestDevice;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Messages of commands, and of others, to one device. */
class OriginIT {
    private static final Duration LONG = Duration.ofHours(1);

    private final Site site;

    OriginIT(@TempDir Path dataDir) {
        this.site = new Site(dataDir, EmulatorHub.emulator("127.72.0.4"));
    }

    @AfterEach
    void close() {
        site.close();
    }

    @Test
    void shouldPassOnWhatIsNoCommandsAndMarkIt() {
        // given
        TestDevice.connected(site.hub(), "pump-1");
        try (PackagedService collector = site.collector(Map.of());
                Told told = new Told(site.kafka())) {
            Site.connected(collector);
            site.tellEnqueued("pump-1", "of-a-command", "full", Instant.now().plus(LONG));
            await().atMost(Duration.ofMinutes(1))
                    .until(() -> Site.metrics(collector).contains("downlink_feedback_outstanding 1"));
            // when
            EmulatorHub.send(site.hub(), "pump-1", "of-a-command", LONG);
            EmulatorHub.send(site.hub(), "pump-1", "sent-by-hand", LONG);
            EmulatorHub.send(site.hub(), "pump-1", null, LONG);
            // then
            assertThat(told.ofDevice("pump-1", 3))
                    .allMatch(Feedback.Delivered.class::isInstance)
                    .extracting(
                            Feedback::commandId,
                            feedback -> ((Reported) feedback).report().origin())
                    .containsExactlyInAnyOrder(
                            tuple("of-a-command", Origin.COMMAND),
                            tuple("sent-by-hand", Origin.UNKNOWN_ID),
                            tuple(null, Origin.NO_ID));
        }
    }
}
