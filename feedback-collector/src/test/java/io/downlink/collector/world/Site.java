package io.downlink.collector.world;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;

import io.downlink.contracts.topics.Topics;
import io.downlink.emulator.HubEmulator;
import io.downlink.localstack.kafka.KafkaBroker;
import io.downlink.testsupport.Kafka;
import io.downlink.testsupport.KafkaWithTopics;
import io.downlink.testsupport.PackagedService;
import io.downlink.testsupport.TopicWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** A hub, a broker to be stopped and started again in its place, and packaged collectors as processes. */
public final class Site implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Path dataDir;
    private final Kafka kafka;
    private final HubEmulator hub;
    private KafkaBroker broker;

    public Site(Path dataDir, HubEmulator hub) {
        this.dataDir = dataDir;
        this.hub = hub;
        this.broker = KafkaBroker.start(dataDir, 0);
        this.kafka = new Kafka(broker.bootstrapServers());
        KafkaWithTopics.createTopics(kafka);
    }

    public Kafka kafka() {
        return kafka;
    }

    public HubEmulator hub() {
        return hub;
    }

    /**
     * Starts a collector, and waits until it is ready.
     *
     * @param config beside what every collector needs
     */
    public PackagedService collector(Map<String, String> config) {
        return PackagedService.start(with(config)).ready();
    }

    public Map<String, String> with(Map<String, String> further) {
        Map<String, String> config = new HashMap<>(EmulatorHub.config(hub, "default", "service"));
        config.put("kafka.bootstrap.servers", kafka.bootstrapServers());
        config.put("quarkus.log.category.\"io.downlink.collector\".level", "DEBUG");
        config.putAll(further);
        return config;
    }

    /** Waits until a collector has a receiver. */
    public static void connected(PackagedService collector) {
        await().atMost(PATIENCE).until(() -> collector.log().contains("feedback receiver connected"));
    }

    /** What a collector tells Prometheus. */
    public static String metrics(PackagedService collector) {
        return given().accept("text/plain").get(collector.uri("/q/metrics")).asString();
    }

    public void stopBroker() {
        broker.close();
    }

    public void startBrokerAgain() {
        String bootstrap = kafka.bootstrapServers();
        broker = KafkaBroker.start(dataDir, Integer.parseInt(bootstrap.substring(bootstrap.lastIndexOf(':') + 1)));
    }

    /** Tells, as the gateway does, that the hub took a message whose feedback was asked for. */
    public void tellEnqueued(String deviceId, String commandId, String ack, Instant expiresAt) {
        try (TopicWriter events = new TopicWriter(kafka, Topics.COMMAND_EVENTS)) {
            events.send(deviceId, """
                    {"event": "enqueued", "final": true, "time": "2026-12-01T10:00:00Z", "hub": "default",
                     "deviceId": "%s", "commandId": "%s", "type": "cloud-to-device", "attempts": 1,
                     "source": {"topic": "downlink.commands", "partition": 0, "offset": 1}, "digest": "v1:0",
                     "messageId": "%s", "expiresAt": "%s", "ack": "%s", "feedbackExpected": true}
                    """.formatted(deviceId, commandId, commandId, expiresAt, ack));
        }
    }

    @Override
    public void close() {
        hub.close();
        broker.close();
    }
}
