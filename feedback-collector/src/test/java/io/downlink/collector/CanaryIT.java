package io.downlink.collector;

import static io.restassured.RestAssured.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

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
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A receiver that is tried out by a message of the collector's own. */
class CanaryIT {
    private static final Duration LONG = Duration.ofHours(1);
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Map<String, String> EACH_SECOND = Map.of(
            "downlink.collector.acknowledged-within", "1s",
            "downlink.collector.canary.default.device-id", "canary-1",
            "downlink.collector.canary.default.every", "1s",
            "downlink.collector.canary.default.feedback-within", "3s");

    private final Site site;

    CanaryIT(@TempDir Path dataDir) {
        this.site = new Site(dataDir, EmulatorHub.emulator("127.72.0.3"));
    }

    @AfterEach
    void close() {
        site.close();
    }

    @Test
    void shouldRenewAReceiverThatDoesNotHearTheCanary() {
        // given
        TestDevice canary = TestDevice.connected(site.hub(), "canary-1");
        TestDevice.connected(site.hub(), "pump-1");
        site.hub().faults().add(Fault.of(new Kind.MuteFeedbackLink()).times(1));
        try (PackagedService collector = site.collector(EACH_SECOND);
                PackagedService standby = site.collector(EACH_SECOND);
                Told told = new Told(site.kafka())) {
            Site.connected(collector);
            // when
            EmulatorHub.send(site.hub(), "pump-1", "c-1", LONG);
            // then
            assertThat(told.ofDevice("pump-1", 1))
                    .extracting(Feedback::commandId)
                    .containsExactly("c-1");
            assertThat(collector.log())
                    .contains("downlink.collector.canary.default.feedback-within: PT3S is less than IoT Hub may take")
                    .contains("no feedback of a canary came in time hub=default deviceId=canary-1")
                    .contains("feedback receiver may be deaf, another one is opened hub=default")
                    .contains("detail=the feedback of a canary has not come");
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(Site.metrics(collector))
                            .containsPattern("canaries_total\\{hub=\"default\",result=\"answered\",?} ([2-9]|[1-9]\\d)")
                            .containsPattern("canaries_total\\{hub=\"default\",result=\"missed\",?} [1-9]")
                            .containsPattern("downlink_feedback_receivers_renewed_total\\{hub=\"default\",?} [1-9]"));
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(ready(collector)).contains("Success"));
            assertThat(ready(standby)).isEqualTo("none sent yet");
            assertThat(canary.messages).hasSizeGreaterThan(2);
            assertThat(told.eventIds("canary-1")).isEmpty();
        }
    }

    @Test
    void shouldRefuseToStartWithACanaryForNoHub() {
        // given
        Map<String, String> config = new HashMap<>(EACH_SECOND);
        config.put("downlink.collector.canary.west.device-id", "canary-1");
        // when
        try (PackagedService collector = PackagedService.start(site.with(config))) {
            // then
            assertThat(collector.exitStatus()).isEqualTo(1);
            assertThat(collector.log())
                    .contains("downlink.collector.canary.west: no hub of that name is configured")
                    .doesNotContain("\tat ");
        }
    }

    private static String ready(PackagedService collector) {
        return get(collector.uri("/q/health/ready"))
                .jsonPath()
                .getString("checks.find { it.name == 'feedback is collected' }.data.'canary.default'");
    }
}
