package io.downlink.collector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.downlink.collector.world.EmulatorHub;
import io.downlink.collector.world.Site;
import io.downlink.collector.world.Told;
import io.downlink.contracts.feedback.Feedback;
import io.downlink.testsupport.PackagedService;
import io.downlink.testsupport.TestDevice;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two replicas: one receives, the other takes over. */
class ReplicasIT {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Duration LONG = Duration.ofHours(1);

    /** As short as Kafka takes it: after it a replica that says nothing is given up. */
    private static final Map<String, String> GIVEN_UP_SOON =
            Map.of("kafka.session.timeout.ms", "6000", "kafka.heartbeat.interval.ms", "1000");

    private final Site site;

    ReplicasIT(@TempDir Path dataDir) {
        this.site = new Site(dataDir, EmulatorHub.emulator("127.60.0.3"));
    }

    @AfterEach
    void close() {
        site.close();
    }

    @Test
    void shouldReceiveByOneReplicaAndByTheOtherWhenThatStops() {
        try (PackagedService first = site.collector(GIVEN_UP_SOON)) {
            Site.connected(first);
            try (PackagedService second = site.collector(GIVEN_UP_SOON)) {
                // given
                TestDevice.connected(site.hub(), "pump-1");
                EmulatorHub.send(site.hub(), "pump-1", "c-1", LONG);
                await().atMost(PATIENCE).until(() -> first.log().contains("feedback published"));
                assertThat(second.log()).doesNotContain("feedback receiver connected");
                // when
                first.stop();
                first.exitStatus();
                EmulatorHub.send(site.hub(), "pump-1", "c-2", LONG);
                // then
                told("pump-1", "c-1", "c-2");
                assertThat(second.log()).contains("feedback receiver connected");
            }
        }
    }

    @Test
    void shouldTakeOverFromAReplicaThatIsKilled() {
        try (PackagedService first = site.collector(GIVEN_UP_SOON)) {
            Site.connected(first);
            try (PackagedService second = site.collector(GIVEN_UP_SOON)) {
                // given
                TestDevice.connected(site.hub(), "pump-1");
                // when
                first.kill();
                EmulatorHub.send(site.hub(), "pump-1", "c-1", LONG);
                // then
                told("pump-1", "c-1");
                Site.connected(second);
            }
        }
    }

    @Test
    void shouldTellNothingElseWhenAReplicaThatStoodStillComesBack() {
        try (PackagedService first = site.collector(GIVEN_UP_SOON)) {
            Site.connected(first);
            try (PackagedService second = site.collector(GIVEN_UP_SOON)) {
                // given
                TestDevice.connected(site.hub(), "pump-1");
                first.pause();
                EmulatorHub.send(site.hub(), "pump-1", "c-1", LONG); // into the link of one that does nothing
                Site.connected(second);
                EmulatorHub.send(site.hub(), "pump-1", "c-2", LONG);
                // when
                first.resume();
                // then
                await().atMost(PATIENCE).until(() -> first.log().contains("this replica works no more"));
                told("pump-1", "c-1", "c-2");
                assertThat(second.log()).doesNotContain("this replica works no more");
            }
        }
    }

    /** That a device's messages are told, each as one event, however often. */
    private void told(String deviceId, String... commandIds) {
        try (Told told = new Told(site.kafka())) {
            await().atMost(PATIENCE)
                    .pollInSameThread()
                    .untilAsserted(() -> assertThat(told.ofDevice(deviceId, commandIds.length))
                            .extracting(Feedback::commandId)
                            .contains(commandIds));
            assertThat(told.eventIds(deviceId).stream().distinct()).hasSize(commandIds.length);
        }
    }
}
