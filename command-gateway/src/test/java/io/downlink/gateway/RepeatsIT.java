package io.downlink.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.downlink.contracts.topics.Topics;
import io.downlink.emulator.HubEmulator;
import io.downlink.emulator.faults.Fault;
import io.downlink.emulator.faults.Kind.ExecuteThenClose;
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
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Commands that are asked for again, of a packaged gateway: the devices' own records are the judge. */
@ExtendWith(KafkaExtension.class)
class RepeatsIT {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Kafka kafka;
    private final HubEmulator hub = EmulatorHub.emulator("127.74.0.1");
    private final TopicWriter sender;
    private final Told told;

    RepeatsIT(Kafka kafka) {
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
    void shouldCarryACommandOutOnceHoweverOftenAndWheneverItIsAskedFor() {
        // given
        TestDevice device = TestDevice.connected(hub, "again-1");
        TestDevice doubtful = TestDevice.connected(hub, "again-2");
        hub.faults().add(Fault.of(new ExecuteThenClose()).on("again-2").times(1));
        device.holdAnswers();
        try (PackagedService first = PackagedService.start(config()).ready()) {
            send("again-1", "again-c", "1", "");
            await().atMost(PATIENCE).until(() -> device.received.size() == 1);
            // when it is in flight
            send("again-1", "again-c", "1", ", \"priority\": \"bulk\", \"context\": \"second\"");
            send("again-1", "again-c", "2", "");
            send("again-2", "again-d", "1", "");
            device.answerAgain();
            // then
            List<Event> events = told.ofDevice("again-1", 3);
            assertThat(events).extracting(Event::name).containsExactly("completed", "completed", "conflict");
            isTheAnswerTo(events.get(0), events.get(1));
            assertThat(events.get(1).json().path("context").asText()).isEqualTo("second");
            assertThat(events.get(2).json().path("usedAt"))
                    .isEqualTo(events.get(0).json().path("source"));
            // when it has ended
            send("again-1", "again-c", "1", "");
            isTheAnswerTo(events.get(0), told.ofDevice("again-1", 4).get(3));
            assertThat(told.ofDevice("again-2", 1).getFirst().name()).isEqualTo("in-doubt");
            first.kill();
        }
        // when the gateway was started again
        try (PackagedService second = PackagedService.start(config()).ready()) {
            send("again-1", "again-c", "1", "");
            send("again-1", "again-c", "3", "");
            send("again-2", "again-d", "1", "");
            List<Event> events = told.ofDevice("again-1", 6);
            isTheAnswerTo(events.get(0), events.get(4));
            assertThat(events.get(5).name()).isEqualTo("conflict");
            isTheAnswerTo(
                    told.ofDevice("again-2", 2).get(0),
                    told.ofDevice("again-2", 2).get(1));
            send("again-1", "again-next", "4", "");
            assertThat(told.about("again-next").name()).isEqualTo("completed");
            assertThat(told.ofDevice("again-1", 7)).hasSize(7);
            assertThat(told.ofDevice("again-2", 2)).hasSize(2);
            second.stop();
            second.exitStatus();
        }
        assertThat(device.received).containsExactly("1", "4");
        assertThat(doubtful.received).containsExactly("1");
    }

    @Test
    void shouldSendNothingWhereItCannotReadWhatBecameOfTheCommand() throws Exception {
        // given
        TestDevice device = TestDevice.connected(hub, "gone-1");
        try (PackagedService _ = PackagedService.start(config()).ready()) {
            send("gone-1", "gone-c", "1", "");
            Event event = told.about("gone-c");
            deleteEvents(event.partition());
            // when
            send("gone-1", "gone-c", "1", "");
            // then
            Event answer = told.ofDevice("gone-1", 2).get(1);
            assertThat(answer.name()).isEqualTo("in-doubt");
            assertThat(answer.reason()).isEqualTo("OUTSIDE_WINDOW");
            assertThat(answer.json().path("replayed").asBoolean()).isTrue();
        }
        assertThat(device.received).containsExactly("1");
    }

    /** The same words, but for what is about the request. */
    private static void isTheAnswerTo(Event first, Event answer) {
        assertThat(answer.json().path("replayed").asBoolean()).isTrue();
        assertThat(first.json().has("replayed")).isFalse();
        for (String told :
                List.of("event", "final", "commandId", "attempts", "digest", "status", "payload", "reason")) {
            assertThat(answer.json().path(told)).isEqualTo(first.json().path(told));
        }
        assertThat(answer.json().path("source").path("offset").asLong())
                .isGreaterThan(first.json().path("source").path("offset").asLong());
    }

    private void deleteEvents(int partition) throws Exception {
        try (Admin admin = kafka.admin()) {
            TopicPartition events = new TopicPartition(Topics.COMMAND_EVENTS, partition);
            admin.deleteRecords(Map.of(events, RecordsToDelete.beforeOffset(-1)))
                    .all()
                    .get();
        }
    }

    private void send(String deviceId, String commandId, String payload, String more) {
        sender.send(deviceId, """
                {"commandId": "%s", "deviceId": "%s", "type": "direct-method",
                 "method": {"name": "reboot", "payload": %s}%s}""".formatted(commandId, deviceId, payload, more));
    }

    private Map<String, String> config() {
        return Map.of(
                "kafka.bootstrap.servers", kafka.bootstrapServers(),
                "kafka.session.timeout.ms", "10000",
                "downlink.hubs.default.connection-string", hub.connectionString("service"),
                "downlink.hubs.default.https-port", Integer.toString(hub.httpsPort()),
                "downlink.hubs.default.ca-file", hub.caFile().toString());
    }
}
