package io.downlink.collector;

import static org.assertj.core.api.Assertions.assertThat;

import io.downlink.collector.world.EmulatorHub;
import io.downlink.collector.world.Site;
import io.downlink.collector.world.Told;
import io.downlink.contracts.feedback.Feedback;
import io.downlink.emulator.faults.Fault;
import io.downlink.emulator.faults.Kind;
import io.downlink.testsupport.PackagedService;
import io.downlink.testsupport.TestDevice;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A link that looks alive and carries nothing. */
class QuietReceiverIT {
    private final Site site;

    QuietReceiverIT(@TempDir Path dataDir) {
        this.site = new Site(dataDir, EmulatorHub.emulator("127.60.0.4"));
    }

    @AfterEach
    void close() {
        site.close();
    }

    @Test
    void shouldRenewAReceiverThatGetsNothingAndTellWhatItMissed() {
        // given
        TestDevice.connected(site.hub(), "pump-1");
        site.hub().faults().add(Fault.of(new Kind.MuteFeedbackLink()).times(1));
        try (PackagedService collector = site.collector(Map.of(
                        "downlink.collector.quiet-max",
                        "3s",
                        "downlink.collector.acknowledged-within",
                        "1s",
                        "downlink.collector.lost.overdue-by",
                        "1s"));
                Told told = new Told(site.kafka())) {
            Site.connected(collector);
            // when
            EmulatorHub.send(site.hub(), "pump-1", "c-1", Duration.ofHours(1));
            // then
            assertThat(told.ofDevice("pump-1", 1))
                    .extracting(Feedback::commandId)
                    .contains("c-1");
            assertThat(collector.log())
                    .contains("feedback receiver may be deaf, another one is opened hub=default")
                    .contains("detail=no feedback has come for a while");
            assertThat(Site.metrics(collector))
                    .containsPattern("downlink_feedback_receivers_renewed_total\\{hub=\"default\",?} [1-9]");
        }
    }
}
