package io.downlink.collector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.downlink.collector.world.EmulatorHub;
import io.downlink.collector.world.Site;
import io.downlink.collector.world.Told;
import io.downlink.contracts.feedback.Feedback;
import io.downlink.emulator.faults.Fault;
import io.downlink.emulator.faults.Kind;
import io.downlink.emulator.faults.Kind.FeedbackBreak;
import io.downlink.emulator.hub.MessagingRules;
import io.downlink.testsupport.PackagedService;
import io.downlink.testsupport.TestDevice;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Batches whose bodies are not as they should be, between others that are. */
class BrokenFeedbackIT {
    private static final Duration LONG = Duration.ofHours(1);
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final int DELIVERIES = MessagingRules.DEFAULT.deliveryCountMax();

    private final Site site;

    BrokenFeedbackIT(@TempDir Path dataDir) {
        this.site = new Site(dataDir, EmulatorHub.emulator("127.72.0.1"));
    }

    @AfterEach
    void close() {
        site.close();
    }

    @Test
    void shouldLeaveToTheHubWhatTheSdkCannotReadAndTellAllElse() {
        // given
        TestDevice.connected(site.hub(), "pump-1");
        TestDevice.connected(site.hub(), "broken-1");
        breakFeedbackOf("broken-1", FeedbackBreak.CUT);
        try (PackagedService collector = site.collector(Map.of());
                Told told = new Told(site.kafka())) {
            Site.connected(collector);
            EmulatorHub.send(site.hub(), "pump-1", "before", LONG);
            told.ofDevice("pump-1", 1);
            // when
            EmulatorHub.send(site.hub(), "broken-1", "broken", LONG);
            await().atMost(PATIENCE).until(() -> struck() > 0);
            EmulatorHub.send(site.hub(), "pump-1", "after", LONG);
            // then
            assertThat(told.ofDevice("pump-1", 2))
                    .extracting(Feedback::commandId)
                    .containsExactly("before", "after");
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(Site.metrics(collector))
                            .containsPattern("downlink_feedback_batches_unreadable_total(\\{})? " + DELIVERIES)
                            .containsPattern("downlink_feedback_receivers_opened_total\\{hub=\"default\",?} 1"));
            await().atMost(PATIENCE)
                    .untilAsserted(() ->
                            assertThat(site.hub().hub().feedback().pending()).isZero());
            assertThat(struck()).isEqualTo(DELIVERIES);
            assertThat(told.eventIds("broken-1")).isEmpty();
        }
    }

    @Test
    void shouldTellAsUnknownWhatNamesNoDeviceAndNoStatus() {
        // given
        TestDevice.connected(site.hub(), "bare-1");
        breakFeedbackOf("bare-1", FeedbackBreak.BARE);
        try (PackagedService collector = site.collector(Map.of());
                Told told = new Told(site.kafka())) {
            Site.connected(collector);
            // when
            EmulatorHub.send(site.hub(), "bare-1", "nobody-knows", LONG);
            // then
            Feedback unknown = told.ofDevice("", 1).getFirst();
            assertThat(unknown).isInstanceOf(Feedback.Unknown.class);
            assertThat(unknown.commandId()).isNull();
            await().atMost(PATIENCE)
                    .untilAsserted(() ->
                            assertThat(site.hub().hub().feedback().pending()).isZero());
        }
    }

    private void breakFeedbackOf(String deviceId, FeedbackBreak how) {
        site.hub().faults().add(Fault.of(new Kind.BreakFeedback(how)).on(deviceId));
    }

    private long struck() {
        return site.hub().faults().all().getFirst().struck();
    }
}
