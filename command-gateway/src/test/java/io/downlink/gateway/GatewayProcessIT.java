package io.downlink.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.downlink.contracts.topics.Topics;
import io.downlink.emulator.HubEmulator;
import io.downlink.gateway.world.EmulatorHub;
import io.downlink.gateway.world.Told;
import io.downlink.testsupport.Kafka;
import io.downlink.testsupport.KafkaExtension;
import io.downlink.testsupport.KafkaWithTopics;
import io.downlink.testsupport.PackagedService;
import io.downlink.testsupport.TestDevice;
import io.downlink.testsupport.TopicReader;
import io.downlink.testsupport.TopicWriter;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The packaged gateway as a process: how it starts, stops, and comes back. */
@ExtendWith(KafkaExtension.class)
class GatewayProcessIT {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int SIGTERM_STATUS = 143;

    private final Kafka kafka;
    private final HubEmulator hub = EmulatorHub.emulator("127.42.0.2");
    private final TopicWriter sender;
    private final Told told;

    GatewayProcessIT(Kafka kafka) {
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
    void shouldReadAgainWhatWasNotFinishedAndNothingElseAfterACrash() {
        // given
        TestDevice finished = TestDevice.connected(hub, "crash-1");
        TestDevice waiting = TestDevice.registered(hub, "crash-2");
        try (PackagedService first = PackagedService.start(config()).ready()) {
            committed(sender.send("crash-1", method("crash-1", "crash-done", "")));
            sender.send("crash-2", method("crash-2", "crash-open", ", \"whenOffline\": \"wait\""));
            awaitBetweenAttempts("crash-2");
            // when
            first.kill();
        }
        waiting.connect();
        try (PackagedService second = PackagedService.start(config()).ready()) {
            // then
            assertThat(told.about("crash-open").name()).isEqualTo("completed");
            assertThat(told.number("crash-done")).isEqualTo(1);
            assertThat(finished.received).hasSize(1);
            assertThat(waiting.received).hasSize(1);
            second.stop();
            assertThat(second.exitStatus()).isEqualTo(SIGTERM_STATUS);
            assertThat(second.log()).doesNotContain("does not tell of its polls");
        }
    }

    @Test
    void shouldAwaitOpenCallsAndStartNoOtherWhenItIsStopped() {
        // given
        TestDevice device = TestDevice.connected(hub, "stop-1");
        device.holdAnswers();
        RecordMetadata open;
        try (PackagedService first = PackagedService.start(config()).ready()) {
            open = sender.send("stop-1", method("stop-1", "stop-open", ""));
            sender.send("stop-1", method("stop-1", "stop-next", ""));
            await().atMost(PATIENCE).until(() -> device.received.size() == 1);
            // when
            first.stop();
            await().atMost(PATIENCE).until(() -> first.log().contains("open calls are awaited"));
            device.answerAgain();
            // then
            assertThat(first.exitStatus()).isEqualTo(SIGTERM_STATUS);
        }
        assertThat(told.about("stop-open").name()).isEqualTo("completed");
        assertThat(device.received).hasSize(1);
        committed(open);
        try (PackagedService _ = PackagedService.start(config()).ready()) {
            assertThat(told.about("stop-next").name()).isEqualTo("completed");
            assertThat(device.received).hasSize(2);
            assertThat(told.number("stop-open")).isEqualTo(1);
        }
    }

    @Test
    void shouldEndAsInDoubtWhatIsStillOpenAfterTheDrain() {
        // given
        TestDevice device = TestDevice.connected(hub, "drain-1");
        device.holdAnswers();
        try (PackagedService gateway =
                PackagedService.start(with("downlink.gateway.drain", "1s")).ready()) {
            sender.send("drain-1", method("drain-1", "drain-c", ""));
            await().atMost(PATIENCE).until(() -> device.received.size() == 1);
            // when
            gateway.stop();
            gateway.exitStatus();
        }
        // then
        assertThat(told.about("drain-c").name()).isEqualTo("in-doubt");
        assertThat(told.about("drain-c").reason()).isEqualTo("INTERRUPTED");
    }

    @Test
    void shouldNotStartWithoutItsTopics() throws ExecutionException, InterruptedException {
        // given
        try (Admin admin = kafka.admin()) {
            admin.deleteTopics(List.of(Topics.COMMAND_EVENTS, Topics.DEAD_LETTERS))
                    .all()
                    .get();
        }
        // when
        try (PackagedService gateway = PackagedService.start(config())) {
            // then
            assertThat(gateway.exitStatus()).isEqualTo(1);
            assertThat(gateway.log())
                    .contains("command-gateway does not start")
                    .contains("downlink.command-events: does not exist")
                    .contains("downlink.dead-letters: does not exist")
                    .doesNotContain("\tat ");
        }
    }

    @Test
    void shouldNameTheKeyOfAWrongValue() {
        try (PackagedService gateway = PackagedService.start(with("downlink.hubs.default.https-port", "70000"))) {
            assertThat(gateway.exitStatus()).isEqualTo(1);
            assertThat(gateway.log())
                    .contains("downlink.hubs.default.https-port")
                    .doesNotContain("\tat ");
        }
    }

    @Test
    void shouldNameTheKeyOfAWrongConnectionString() {
        try (PackagedService gateway =
                PackagedService.start(with("downlink.hubs.default.connection-string", "HostName=hub.example"))) {
            assertThat(gateway.exitStatus()).isEqualTo(1);
            assertThat(gateway.log())
                    .contains("downlink.hubs.default")
                    .contains("SharedAccessKeyName is missing")
                    .doesNotContain("\tat ");
        }
    }

    @Test
    void shouldNameAnUnknownKey() {
        try (PackagedService gateway = PackagedService.start(with("downlink.gateway.drian", "1s"))) {
            assertThat(gateway.exitStatus()).isEqualTo(1);
            assertThat(gateway.log()).contains("downlink.gateway.drian").doesNotContain("\tat ");
        }
    }

    @Test
    void shouldNotStartWhereEverybodyWouldBeServed() {
        Map<String, String> config = with("quarkus.http.host", "0.0.0.0");
        config.put("downlink.rest.enabled", "true");
        try (PackagedService gateway = PackagedService.start(config)) {
            assertThat(gateway.exitStatus()).isEqualTo(1);
            assertThat(gateway.log())
                    .contains("command-gateway does not start: downlink.rest.enabled: true, without tokens,")
                    .contains("Set downlink.rest.tokens-file")
                    .doesNotContain("\tat ");
        }
    }

    @Test
    void shouldNameAnAddressThatNoReplicaCouldAsk() {
        try (PackagedService gateway = PackagedService.start(with("downlink.rest.advertised-url", "http://gw-1/api"))) {
            assertThat(gateway.exitStatus()).isEqualTo(1);
            assertThat(gateway.log())
                    .contains("downlink.rest.advertised-url")
                    .contains("such as http://10.0.0.7:8081")
                    .doesNotContain("\tat ");
        }
    }

    @Test
    void shouldAskForATokenWhereThereAreTokens(@TempDir Path directory) throws IOException {
        // given
        Path tokens = Files.writeString(directory.resolve("tokens"), "a-token-of-this-test\n");
        Map<String, String> config = with("downlink.rest.tokens-file", tokens.toString());
        // when
        try (PackagedService gateway = PackagedService.start(config).ready()) {
            // then
            assertThat(find(gateway, null)).isEqualTo(401);
            assertThat(find(gateway, "Bearer another-token-of-this")).isEqualTo(401);
            await().atMost(PATIENCE).until(() -> find(gateway, "Bearer a-token-of-this-test") == 200);
            assertThat(gateway.log()).contains("tokens are read").doesNotContain("a-token-of-this-test");
        }
    }

    /** Asks for a command that has ended. */
    private int find(PackagedService gateway, @Nullable String authorization) throws IOException {
        if (told.all(event -> event.json().path("commandId").asText().equals("rest-token"))
                .isEmpty()) {
            sender.send("rest-token", method("rest-token", "rest-token", ""));
            assertThat(told.about("rest-token").name()).isEqualTo("failed"); // there is no such device
        }
        HttpURLConnection connection = (HttpURLConnection)
                gateway.uri("/devices/rest-token/commands/rest-token").toURL().openConnection();
        if (authorization != null) {
            connection.setRequestProperty("Authorization", authorization);
        }
        return connection.getResponseCode();
    }

    /** Waits until the gateway has asked for a device a few times, and has noted that the call did not run. */
    private void awaitBetweenAttempts(String deviceId) {
        try (TopicReader log = new TopicReader(kafka, Topics.COMMAND_LOG, IsolationLevel.READ_UNCOMMITTED)) {
            var _ = log.await(
                    3,
                    record -> record.key() != null
                            && new String(record.key(), UTF_8).equals(deviceId)
                            && new String(record.value(), UTF_8).contains("not-run"));
        }
    }

    /** Waits until a record's offset is committed. */
    private void committed(RecordMetadata record) {
        TopicPartition partition = new TopicPartition(record.topic(), record.partition());
        try (Admin admin = kafka.admin()) {
            await().atMost(PATIENCE).until(() -> {
                OffsetAndMetadata offset = admin.listConsumerGroupOffsets("downlink.command-gateway")
                        .partitionsToOffsetAndMetadata()
                        .get()
                        .get(partition);
                return offset != null && offset.offset() > record.offset();
            });
        }
    }

    private Map<String, String> with(String key, String value) {
        Map<String, String> config = new HashMap<>(config());
        config.put(key, value);
        return config;
    }

    private Map<String, String> config() {
        return Map.of(
                "kafka.bootstrap.servers", kafka.bootstrapServers(),
                "downlink.hubs.default.connection-string", hub.connectionString("service"),
                "downlink.hubs.default.https-port", Integer.toString(hub.httpsPort()),
                "downlink.hubs.default.ca-file", hub.caFile().toString());
    }

    private static String method(String deviceId, String commandId, String more) {
        return """
                {"commandId": "%s", "deviceId": "%s", "type": "direct-method",
                 "method": {"name": "reboot", "payload": {"delay": 3}}%s}""".formatted(commandId, deviceId, more);
    }
}
