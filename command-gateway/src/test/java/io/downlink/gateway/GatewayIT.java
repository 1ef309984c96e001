package io.downlink.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.downlink.contracts.topics.Topics;
import io.downlink.emulator.HubEmulator;
import io.downlink.emulator.faults.Fault;
import io.downlink.emulator.faults.Kind.ExecuteThenClose;
import io.downlink.gateway.world.EmulatorHub;
import io.downlink.gateway.world.Told;
import io.downlink.gateway.world.Told.Event;
import io.downlink.testsupport.Kafka;
import io.downlink.testsupport.KafkaWithTopics;
import io.downlink.testsupport.TestDevice;
import io.downlink.testsupport.TopicReader;
import io.downlink.testsupport.TopicWriter;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The gateway between a real Kafka and the emulator. Each test has devices of its own. */
@QuarkusTest
@QuarkusTestResource(KafkaWithTopics.class)
@QuarkusTestResource(EmulatorHub.class)
@SuppressWarnings("NullAway.Init") // the test resources, and open(), fill the fields
class GatewayIT {
    Kafka kafka;
    HubEmulator hub;

    private TopicWriter sender;
    private Told told;

    @BeforeEach
    void open() {
        sender = new TopicWriter(kafka, Topics.COMMANDS);
        told = new Told(kafka);
    }

    @AfterEach
    void close() {
        sender.close();
        told.close();
    }

    @Test
    void shouldCompleteAReboot() {
        // given
        TestDevice device = TestDevice.connected(hub, "reboot-1");
        // when
        sender.send("reboot-1", """
                {"commandId": "reboot-c", "deviceId": "reboot-1", "type": "direct-method", "context": {"ticket": 7},
                 "method": {"name": "reboot", "payload": {"delay": 3, "reason": null}}}""");
        // then
        JsonNode event = told.about("reboot-c").json();
        assertThat(event.path("event").asText()).isEqualTo("completed");
        assertThat(event.path("final").asBoolean()).isTrue();
        assertThat(event.path("status").asInt()).isEqualTo(200);
        assertThat(event.path("payload").path("result").asText()).isEqualTo("done");
        assertThat(event.path("context").path("ticket").asInt()).isEqualTo(7);
        assertThat(event.path("attempts").asInt()).isEqualTo(1);
        assertThat(device.received).containsExactly("{\"delay\":3,\"reason\":null}");
    }

    @Test
    void shouldKeepEachDevicesOrderWhileDevicesRunInParallel() {
        // given
        int commands = 40;
        List<TestDevice> devices = IntStream.range(0, 5)
                .mapToObj(i -> TestDevice.connected(hub, "order-" + i))
                .toList();
        // when
        for (int n = 0; n < commands; n++) {
            for (int i = 0; i < devices.size(); i++) {
                sender.send("order-" + i, method("order-" + i, "order-" + i + "-" + n, Integer.toString(n), ""));
            }
        }
        // then
        List<String> inOrder =
                IntStream.range(0, commands).mapToObj(Integer::toString).toList();
        for (int i = 0; i < devices.size(); i++) {
            List<Event> events = told.endsOfDevice("order-" + i, commands);
            assertThat(events).allMatch(event -> event.name().equals("completed"));
            assertThat(events.stream().map(event -> commandNumber(event))).containsExactlyElementsOf(inOrder);
            assertThat(devices.get(i).received).containsExactlyElementsOf(inOrder);
        }
        assertThat(hub.hub().methods().statistics().atOnceMaxPerDevice()).isEqualTo(1);
    }

    @Test
    void shouldNotLetASlowDeviceDelayAnother() {
        // given
        TestDevice slow = TestDevice.connected(hub, "slow-1");
        TestDevice.connected(hub, "quick-1");
        slow.holdAnswers();
        // when
        sender.send("slow-1", method("slow-1", "slow-c", "1", ""));
        sender.send("quick-1", method("quick-1", "quick-c", "1", ""));
        // then
        assertThat(told.about("quick-c").name()).isEqualTo("completed");
        assertThat(told.number("slow-c")).isZero();
        slow.answerAgain();
        assertThat(told.about("slow-c").name()).isEqualTo("completed");
    }

    @Test
    void shouldNeverSendWhatIsPastItsDeadline() {
        // given
        TestDevice device = TestDevice.connected(hub, "late-1");
        // when
        sender.send(
                "late-1",
                method(
                        "late-1",
                        "late-c",
                        "1",
                        ", \"deadline\": \"%s\"".formatted(Instant.now().minusSeconds(1))));
        // then
        Event event = told.about("late-c");
        assertThat(event.name()).isEqualTo("expired");
        assertThat(event.json().path("attempts").asInt()).isZero();
        assertThat(device.received).isEmpty();
    }

    @Test
    void shouldNeitherSendWhatIsOlderThanAnythingThatIsKnownNorWhatIsFromTheFuture() {
        // given
        TestDevice device = TestDevice.connected(hub, "times-1");
        Instant now = Instant.now();
        // when
        sender.send(written(now.minus(Duration.ofDays(3)), "times-1", method("times-1", "times-old", "1", "")));
        sender.send(written(now.plus(Duration.ofMinutes(20)), "times-1", method("times-1", "times-ahead", "2", "")));
        sender.send(written(now.plus(Duration.ofMinutes(2)), "times-1", method("times-1", "times-well", "3", "")));
        // then
        Event old = told.about("times-old");
        assertThat(old.name()).isEqualTo("expired");
        assertThat(old.reason()).isEqualTo("OUTSIDE_WINDOW");
        Event ahead = told.about("times-ahead");
        assertThat(ahead.name()).isEqualTo("invalid");
        assertThat(ahead.json().path("problems").path(0).path("field").asText()).isEqualTo("timestamp");
        assertThat(told.about("times-well").name()).isEqualTo("completed");
        assertThat(device.received).containsExactly("3");
    }

    @Test
    void shouldRefuseAnUnknownFieldByName() {
        // given
        TestDevice device = TestDevice.connected(hub, "typo-1");
        // when
        sender.send("typo-1", method("typo-1", "typo-c", "1", ", \"deadlin\": \"2026-12-01T10:00:00Z\""));
        // then
        Event event = told.about("typo-c");
        assertThat(event.name()).isEqualTo("invalid");
        assertThat(event.json().path("problems").path(0).path("field").asText()).isEqualTo("deadlin");
        assertThat(event.json().path("problems").path(0).path("message").asText())
                .contains("\"deadline\"");
        assertThat(device.received).isEmpty();
    }

    @Test
    void shouldMoveBadRecordsToTheDeadLettersUnchangedAndGoOn() {
        // given
        TestDevice.connected(hub, "after-1");
        List<ProducerRecord<byte[], byte[]>> bad = List.of(
                bad("bad-1", new byte[] {(byte) 0xff, 0, 1, 2}),
                bad("bad-2", "{\"cut".getBytes(UTF_8)),
                bad("bad-3", null),
                bad("bad-4", "[1, 2]".getBytes(UTF_8)));
        bad.get(0).headers().add("content-type", "application/cloudevents+json".getBytes(UTF_8));
        bad.get(1).headers().add("nothing", null).add("twice", new byte[] {1}).add("twice", new byte[] {2});
        // when
        List<RecordMetadata> places = bad.stream().map(sender::send).toList();
        sender.send("after-1", method("after-1", "after-c", "1", ""));
        // then
        assertThat(told.about("after-c").name()).isEqualTo("completed");
        try (TopicReader deadLetters = new TopicReader(kafka, Topics.DEAD_LETTERS)) {
            for (int i = 0; i < bad.size(); i++) {
                ProducerRecord<byte[], byte[]> sent = bad.get(i);
                String place = places.get(i).partition() + "@" + places.get(i).offset();
                ConsumerRecord<byte[], byte[]> letter = deadLetters
                        .await(1, record -> place.equals(placeOf(record)))
                        .getFirst();
                assertThat(letter.key()).isEqualTo(sent.key());
                assertThat(letter.value()).isEqualTo(sent.value());
                List<Header> headers = List.of(letter.headers().toArray());
                assertThat(headers.subList(0, sent.headers().toArray().length))
                        .containsExactly(sent.headers().toArray());
                assertThat(headers.stream().map(Header::key).filter(key -> key.startsWith("dead-letter-")))
                        .containsExactly(
                                "dead-letter-reason",
                                "dead-letter-exception-class-name",
                                "dead-letter-topic",
                                "dead-letter-partition",
                                "dead-letter-offset");
            }
        }
    }

    @Test
    void shouldKeepTheWholeValueOfTheLargestBadRecord() {
        // given
        byte[] value = new byte[1_048_400]; // with key and overhead just what a producer sends by default
        // when
        RecordMetadata place = sender.send(bad("large-1", value));
        // then
        try (TopicReader deadLetters = new TopicReader(kafka, Topics.DEAD_LETTERS)) {
            String at = place.partition() + "@" + place.offset();
            ConsumerRecord<byte[], byte[]> letter =
                    deadLetters.await(1, record -> at.equals(placeOf(record))).getFirst();
            assertThat(letter.value()).isEqualTo(value);
        }
    }

    @Test
    void shouldWriteTheEventToThePartitionOfItsCommand() {
        // given
        TestDevice.connected(hub, "foreign-1");
        // when
        for (int partition = 0; partition < 12; partition++) {
            sender.send(partition, "foreign-1", method("foreign-1", "foreign-" + partition, "1", ""));
        }
        // then
        for (int partition = 0; partition < 12; partition++) {
            assertThat(told.about("foreign-" + partition).partition()).isEqualTo(partition);
        }
    }

    @Test
    void shouldFailWhenThePolicyMayNotCall() {
        // given
        TestDevice device = TestDevice.connected(hub, "policy-1");
        // when
        sender.send("policy-1", method("policy-1", "policy-c", "1", ", \"hub\": \"reader\""));
        // then
        Event event = told.about("policy-c");
        assertThat(event.name()).isEqualTo("failed");
        assertThat(event.reason()).isEqualTo("UNAUTHORIZED");
        assertThat(device.received).isEmpty();
    }

    @Test
    void shouldBeInDoubtWhenTheConnectionBreaksAfterTheDeviceActed() {
        // given
        TestDevice device = TestDevice.connected(hub, "doubt-1");
        hub.faults().add(Fault.of(new ExecuteThenClose()).on("doubt-1").times(1));
        // when
        sender.send("doubt-1", method("doubt-1", "doubt-c", "1", ""));
        // then
        Event event = told.about("doubt-c");
        assertThat(event.name()).isEqualTo("in-doubt");
        assertThat(event.reason()).isEqualTo("CONNECTION_LOST");
        assertThat(device.received).hasSize(1);
    }

    @Test
    void shouldFailAtOnceForAnOfflineDevice() {
        // given
        TestDevice.registered(hub, "offline-1");
        // when
        sender.send("offline-1", method("offline-1", "offline-c", "1", ""));
        // then
        Event event = told.about("offline-c");
        assertThat(event.name()).isEqualTo("failed");
        assertThat(event.reason()).isEqualTo("DEVICE_NOT_ONLINE");
    }

    @Test
    void shouldWaitForAnOfflineDeviceAndThenKeepItsOrder() {
        // given
        TestDevice device = TestDevice.registered(hub, "wait-1");
        hub.hub().methods().statistics().restart();
        // when
        sender.send("wait-1", method("wait-1", "wait-a", "\"a\"", ", \"whenOffline\": \"wait\""));
        sender.send("wait-1", method("wait-1", "wait-b", "\"b\"", ""));
        await().atMost(Duration.ofSeconds(30))
                .until(() -> hub.hub().methods().statistics().calls() >= 2); // it has asked, and asked again
        device.connect();
        // then
        Event event = told.about("wait-a");
        assertThat(event.name()).isEqualTo("completed");
        assertThat(event.json().path("attempts").asInt()).isGreaterThan(1);
        assertThat(told.about("wait-b").name()).isEqualTo("completed");
        assertThat(device.received).containsExactly("\"a\"", "\"b\"");
    }

    @Test
    void shouldCallAModuleAndNotItsDevice() {
        // given
        TestDevice device = TestDevice.connected(hub, "modules-1");
        TestDevice module = TestDevice.connectedModule(hub, "modules-1", "camera");
        // when
        sender.send("modules-1", method("modules-1", "module-c", "1", ", \"moduleId\": \"camera\""));
        sender.send("modules-1", method("modules-1", "no-module-c", "2", ", \"moduleId\": \"nowhere\""));
        // then
        Event event = told.about("module-c");
        assertThat(event.name()).isEqualTo("completed");
        assertThat(event.json().path("moduleId").asText()).isEqualTo("camera");
        assertThat(told.about("no-module-c").reason()).isEqualTo("MODULE_NOT_FOUND");
        assertThat(module.received).containsExactly("1");
        assertThat(device.received).isEmpty();
    }

    @Test
    void shouldTakeTheDefaultsOfAMethodByItsName() {
        // given
        TestDevice.connected(hub, "named-1");
        String connectFirst = """
                {"commandId": "named-%s", "deviceId": "named-1", "type": "direct-method",
                 "method": {"name": "%s", "connectTimeout": "PT8S"}}""";
        // when
        sender.send("named-1", connectFirst.formatted("any", "reboot"));
        sender.send("named-1", connectFirst.formatted("brief", "blink")); // is given 5 s to answer
        // then
        assertThat(told.about("named-any").name()).isEqualTo("completed");
        Event refused = told.about("named-brief");
        assertThat(refused.name()).isEqualTo("invalid");
        assertThat(refused.json().path("problems").path(0).path("message").asText())
                .contains("PT5S");
    }

    @Test
    void shouldTakeBackACommandThatWaitsForItsDeviceAndGoOnWithTheNext() {
        // given
        TestDevice device = TestDevice.registered(hub, "back-1");
        hub.hub().methods().statistics().restart();
        sender.send("back-1", method("back-1", "back-a", "\"a\"", ", \"whenOffline\": \"wait\""));
        sender.send("back-1", method("back-1", "back-b", "\"b\"", ", \"whenOffline\": \"wait\""));
        sender.send("back-1", method("back-1", "back-c", "\"c\"", ", \"whenOffline\": \"wait\""));
        await().atMost(Duration.ofSeconds(30))
                .until(() -> hub.hub().methods().statistics().calls() >= 1);
        // when
        sender.send("back-1", cancel("back-1", "back-b")); // in its lane
        sender.send("back-1", cancel("back-1", "back-a")); // between two attempts
        // then
        assertThat(told.about("back-b").json().path("attempts").asInt()).isZero();
        assertThat(told.about("back-a").name()).isEqualTo("cancelled");
        assertThat(told.about("back-b").name()).isEqualTo("cancelled");
        device.connect();
        assertThat(told.about("back-c").name()).isEqualTo("completed");
        assertThat(device.received).containsExactly("\"c\"");
    }

    @Test
    void shouldNotTakeBackACommandThatItsDeviceHas() {
        // given
        TestDevice device = TestDevice.connected(hub, "open-1");
        device.holdAnswers();
        sender.send("open-1", method("open-1", "open-c", "1", ""));
        await().atMost(Duration.ofSeconds(30)).until(() -> !device.received.isEmpty());
        // when
        sender.send("open-1", cancel("open-1", "open-c"));
        // then
        assertThat(told.about("open-c").name()).isEqualTo("cancel-refused");
        device.answerAgain();
        assertThat(told.ofDevice("open-1", 2).getLast().name()).isEqualTo("completed");
    }

    @Test
    void shouldRefuseToTakeBackWhatWasNeverRead() {
        // when
        sender.send("later-1", cancel("later-1", "later-x"));
        // then
        Event refusal = told.about("later-x");
        assertThat(refusal.name()).isEqualTo("cancel-refused");
        assertThat(refusal.json().path("final").asBoolean()).isFalse();
    }

    private static String cancel(String deviceId, String commandId) {
        return """
                {"type": "cancel", "deviceId": "%s", "commandId": "%s"}""".formatted(deviceId, commandId);
    }

    private static String method(String deviceId, String commandId, String payload, String more) {
        return """
                {"commandId": "%s", "deviceId": "%s", "type": "direct-method",
                 "method": {"name": "reboot", "payload": %s}%s}""".formatted(commandId, deviceId, payload, more);
    }

    private static ProducerRecord<byte[], byte[]> written(Instant time, String key, String json) {
        return new ProducerRecord<>(
                Topics.COMMANDS, null, time.toEpochMilli(), key.getBytes(UTF_8), json.getBytes(UTF_8));
    }

    private static ProducerRecord<byte[], byte[]> bad(String key, byte @Nullable [] value) {
        return new ProducerRecord<>(Topics.COMMANDS, key.getBytes(UTF_8), value);
    }

    private static String commandNumber(Event event) {
        String id = event.json().path("commandId").asText();
        return id.substring(id.lastIndexOf('-') + 1);
    }

    private static String placeOf(ConsumerRecord<byte[], byte[]> letter) {
        List<String> place = new ArrayList<>();
        for (String header : List.of("dead-letter-partition", "dead-letter-offset")) {
            place.add(new String(letter.headers().lastHeader(header).value(), UTF_8));
        }
        return String.join("@", place);
    }
}
