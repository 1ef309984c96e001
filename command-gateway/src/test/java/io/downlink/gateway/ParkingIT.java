package io.downlink.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.downlink.contracts.topics.Topics;
import io.downlink.emulator.HubEmulator;
import io.downlink.gateway.world.EmulatorHub;
import io.downlink.gateway.world.Told;
import io.downlink.gateway.world.Told.Event;
import io.downlink.testsupport.Kafka;
import io.downlink.testsupport.KafkaExtension;
import io.downlink.testsupport.KafkaWithTopics;
import io.downlink.testsupport.PackagedService;
import io.downlink.testsupport.TestDevice;
import io.downlink.testsupport.TopicWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Many commands that wait, and a gateway that has room for few: the devices' own records are the judge. */
@ExtendWith(KafkaExtension.class)
class ParkingIT {
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    private final Kafka kafka;
    private final HubEmulator hub = EmulatorHub.emulator("127.75.0.1");
    private final TopicWriter sender;
    private final Told told;

    ParkingIT(Kafka kafka) {
        this.kafka = kafka;
        KafkaWithTopics.createTopics(kafka);
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
    void shouldCarryOutInOrderWhatWaitedForADeviceThroughACrash() throws Exception {
        // given
        int number = 5_000;
        TestDevice away = TestDevice.registered(hub, "park-away");
        TestDevice here = TestDevice.connected(hub, "park-here");
        try (PackagedService first = PackagedService.start(config(1_000_000)).ready()) {
            for (int i = 0; i < number; i++) {
                sender.send(1, "park-away", waiting("park-away", "away-" + i, i, ""));
            }
            sender.send(1, "park-here", waiting("park-here", "here-1", 1, ""));
            assertThat(told.about("here-1").name()).isEqualTo("completed");
            await().atMost(PATIENCE).until(() -> lag(1) == 0);
            // when
            first.kill();
        }
        try (PackagedService _ = PackagedService.start(config(1_000_000)).ready()) {
            away.connect();
            // then
            List<Event> events = told.ofDevice("park-away", 2 * number);
            assertThat(events)
                    .filteredOn(event -> event.name().equals("parked"))
                    .hasSize(number);
            assertThat(events)
                    .filteredOn(event -> event.name().equals("completed"))
                    .hasSize(number);
        }
        assertThat(away.received)
                .containsExactlyElementsOf(
                        IntStream.range(0, number).mapToObj(Integer::toString).toList());
        assertThat(here.received).containsExactly("1");
    }

    @Test
    void shouldLetADeviceThatHangsDelayNobody() {
        // given
        int number = 2_000;
        TestDevice silent = TestDevice.connected(hub, "hang-silent");
        TestDevice quick = TestDevice.connected(hub, "hang-quick");
        silent.holdAnswers();
        try (PackagedService _ = PackagedService.start(config(1_000_000)).ready()) {
            for (int i = 0; i < number; i++) {
                sender.send(2, "hang-silent", waiting("hang-silent", "silent-" + i, i, ""));
            }
            await().atMost(PATIENCE).until(() -> silent.received.size() == 1);
            // when
            sender.send(2, "hang-quick", waiting("hang-quick", "quick-1", 1, ""));
            // then
            assertThat(told.about("quick-1").name()).isEqualTo("completed");
            assertThat(silent.received).hasSize(1);
            silent.answerAgain();
            await().atMost(PATIENCE).until(() -> silent.received.size() == number);
        }
        assertThat(silent.received)
                .containsExactlyElementsOf(
                        IntStream.range(0, number).mapToObj(Integer::toString).toList());
        assertThat(quick.received).hasSize(1);
    }

    @Test
    void shouldEndWhatIsParkedAtItsDeadline() {
        // given
        TestDevice.registered(hub, "late-away");
        String deadline = ", \"deadline\": \"" + Instant.now().plusSeconds(30) + "\"";
        try (PackagedService _ = PackagedService.start(config(1_000_000)).ready()) {
            // when
            sender.send(3, "late-away", waiting("late-away", "late-first", 0, ""));
            for (int i = 0; i < 20; i++) {
                sender.send(3, "late-away", waiting("late-away", "late-" + i, i, deadline));
            }
            // then
            List<Event> events = told.ofDevice("late-away", 41);
            assertThat(events.stream().map(Event::name).filter("parked"::equals))
                    .hasSize(21);
            assertThat(events.stream().map(Event::name).filter("expired"::equals))
                    .hasSize(20);
            assertThat(events)
                    .noneMatch(event -> event.name().equals("expired")
                            && event.json().path("commandId").asText().equals("late-first"));
        }
    }

    @Test
    void shouldParkNoMoreThanItMay() throws Exception {
        // given
        int number = 1_000;
        TestDevice away = TestDevice.registered(hub, "max-away");
        try (PackagedService _ = PackagedService.start(config(100)).ready()) {
            for (int i = 0; i < number; i++) {
                sender.send(4, "max-away", waiting("max-away", "max-" + i, i, ""));
            }
            // when
            assertThat(told.ofDevice("max-away", 100))
                    .allMatch(event -> event.name().equals("parked"));
            // then
            assertThat(lag(4)).isGreaterThanOrEqualTo(number - 100L);
            away.connect();
            await().atMost(PATIENCE).until(() -> away.received.size() == number);
            await().atMost(PATIENCE).until(() -> lag(4) == 0);
        }
        assertThat(away.received)
                .containsExactlyElementsOf(
                        IntStream.range(0, number).mapToObj(Integer::toString).toList());
    }

    @Test
    void shouldTakeBackWhatIsParked() {
        // given
        TestDevice away = TestDevice.registered(hub, "cancel-away");
        try (PackagedService _ = PackagedService.start(config(1_000_000)).ready()) {
            for (int i = 0; i < 3; i++) {
                sender.send(5, "cancel-away", waiting("cancel-away", "cancel-" + i, i, ""));
            }
            assertThat(told.ofDevice("cancel-away", 3))
                    .allMatch(event -> event.name().equals("parked"));
            // when
            sender.send(5, "cancel-away", """
                    {"commandId": "cancel-1", "deviceId": "cancel-away", "type": "cancel"}""");
            // then
            assertThat(told.ofDevice("cancel-away", 4).getLast().name()).isEqualTo("cancelled");
            away.connect();
            await().atMost(PATIENCE).until(() -> away.received.size() == 2);
        }
        assertThat(away.received).containsExactly("0", "2");
    }

    private long lag(int partition) throws ExecutionException, InterruptedException {
        TopicPartition commands = new TopicPartition(Topics.COMMANDS, partition);
        try (Admin admin = kafka.admin()) {
            OffsetAndMetadata committed = admin.listConsumerGroupOffsets("downlink.command-gateway")
                    .partitionsToOffsetAndMetadata()
                    .get()
                    .get(commands);
            long end = admin.listOffsets(Map.of(commands, OffsetSpec.latest()))
                    .partitionResult(commands)
                    .get()
                    .offset();
            return end - (committed == null ? 0 : committed.offset());
        }
    }

    private Map<String, String> config(int parkedMax) {
        return new HashMap<>(Map.of(
                "kafka.bootstrap.servers",
                kafka.bootstrapServers(),
                "kafka.session.timeout.ms",
                "10000",
                "downlink.gateway.records-buffered-max",
                "300",
                "downlink.gateway.parked-max",
                Integer.toString(parkedMax),
                "downlink.gateway.parking.after",
                "1s",
                "downlink.gateway.parking.pause-longest",
                "2s",
                "downlink.requests.response-timeout",
                "300s",
                "downlink.hubs.default.connection-string",
                hub.connectionString("service"),
                "downlink.hubs.default.https-port",
                Integer.toString(hub.httpsPort()),
                "downlink.hubs.default.ca-file",
                hub.caFile().toString()));
    }

    private static String waiting(String deviceId, String commandId, int payload, String more) {
        return """
                {"commandId": "%s", "deviceId": "%s", "type": "direct-method", "whenOffline": "wait",
                 "delivery": "at-least-once", "method": {"name": "reboot", "payload": %d}%s}""".formatted(commandId, deviceId, payload, more);
    }
}
