package io.downlink.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.downlink.contracts.topics.Topics;
import io.downlink.emulator.EmulatorSettings;
import io.downlink.emulator.HubEmulator;
import io.downlink.gateway.world.Told;
import io.downlink.testsupport.Kafka;
import io.downlink.testsupport.KafkaExtension;
import io.downlink.testsupport.KafkaWithTopics;
import io.downlink.testsupport.PackagedService;
import io.downlink.testsupport.TestDevice;
import io.downlink.testsupport.TopicWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** No key, token or signature stands in what the packaged gateway prints, however much it is asked to tell. */
@ExtendWith(KafkaExtension.class)
@Timeout(180)
class SecretsIT {
    /** What a secret looks like, whatever its value. */
    private static final List<String> SHAPES =
            List.of("SharedAccessKey=", "SharedAccessSignature sr", "sig=", "Authorization");

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Kafka kafka;

    SecretsIT(Kafka kafka) {
        this.kafka = kafka;
        KafkaWithTopics.createTopics(kafka);
    }

    @Test
    void shouldShowNoSecretAtDebugLevel(@TempDir Path directory) throws Exception {
        try (HubEmulator hub = HubEmulator.start(EmulatorSettings.at("127.78.0.7", directory)); // with AMQP at its port
                TopicWriter sender = new TopicWriter(kafka, Topics.COMMANDS);
                Told told = new Told(kafka)) {
            // given
            TestDevice.connected(hub, "secret-1");
            String connection = hub.connectionString("service");
            String key = connection.substring(connection.indexOf("SharedAccessKey=") + "SharedAccessKey=".length());
            Map<String, String> config = Map.of(
                    "kafka.bootstrap.servers",
                    kafka.bootstrapServers(),
                    "downlink.hubs.default.connection-string",
                    connection,
                    "downlink.hubs.default.https-port",
                    Integer.toString(hub.httpsPort()),
                    "downlink.hubs.default.ca-file",
                    hub.caFile().toString(),
                    "quarkus.log.level",
                    "DEBUG",
                    "quarkus.log.console.json.enabled",
                    "true");
            try (PackagedService gateway = PackagedService.start(config).ready()) {
                // when
                sender.send("secret-1", """
                        {"commandId": "secret-m", "deviceId": "secret-1", "type": "direct-method",
                         "method": {"name": "reboot"}}""");
                sender.send("secret-1", """
                        {"commandId": "secret-c", "deviceId": "secret-1", "type": "cloud-to-device",
                         "message": {"bodyText": "hello"}}""");
                assertThat(told.about("secret-m").name()).isEqualTo("completed");
                assertThat(told.about("secret-c").name()).isEqualTo("enqueued");
                gateway.stop();
                gateway.exitStatus();
                // then
                List<String> lines = gateway.log().lines().toList();
                assertThat(lines)
                        .hasSizeGreaterThan(100)
                        .noneMatch(line -> line.contains(key))
                        .noneMatch(line -> SHAPES.stream().anyMatch(line::contains));
                for (String line : lines) {
                    JsonNode event = JSON.readTree(line);
                    assertThat(event.hasNonNull("timestamp") && event.hasNonNull("level") && event.has("message"))
                            .as(line)
                            .isTrue();
                }
            }
        }
    }
}
