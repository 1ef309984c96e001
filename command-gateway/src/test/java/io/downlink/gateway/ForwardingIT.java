package io.downlink.gateway;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.anyOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.downlink.contracts.topics.Topics;
import io.downlink.emulator.HubEmulator;
import io.downlink.gateway.world.EmulatorHub;
import io.downlink.gateway.world.Told;
import io.downlink.testsupport.Kafka;
import io.downlink.testsupport.KafkaExtension;
import io.downlink.testsupport.KafkaWithTopics;
import io.downlink.testsupport.PackagedService;
import io.downlink.testsupport.TopicWriter;
import io.restassured.response.ValidatableResponse;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Two packaged gateways of which one has the device's partition: whichever is asked about a command, its owner answers. */
@ExtendWith(KafkaExtension.class)
class ForwardingIT {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Pattern TAKEN_OVER = Pattern.compile("partition taken over partition=(\\d+) ");
    private static final String TOKEN = "a-token-of-this-test";

    private final Kafka kafka;
    private final HubEmulator hub = EmulatorHub.emulator("127.71.5.2");
    private final TopicWriter sender;
    private final Told told;

    @TempDir
    Path directory;

    ForwardingIT(Kafka kafka) {
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
    void shouldAnswerAtEveryReplicaWhatTheOwnerKnowsAndSayWhenThereIsNone() throws IOException {
        // given
        Map<String, String> config = config();
        try (PackagedService asked = PackagedService.start(config).ready();
                PackagedService owner = PackagedService.start(config).ready()) {
            await().atMost(PATIENCE)
                    .until(() -> TAKEN_OVER.matcher(owner.log()).results().count() == 6);
            String device = endedCommandOf(owner);
            String path = "/devices/%s/commands/%s-c".formatted(device, device).replace("#", "%23");
            String known = get(owner, path).statusCode(200).extract().asString();
            // when
            await().atMost(PATIENCE)
                    .untilAsserted(() -> get(asked, path).statusCode(200).body(equalTo(known)));
            // then
            await().atMost(PATIENCE)
                    .untilAsserted(() -> get(asked, path + "-never")
                            .statusCode(404)
                            .contentType("application/problem+json")
                            .body("detail", containsString(device + "-c-never")));
            String odd = path + "?note=a|b";
            assertThat(statusLine(asked, odd)).isEqualTo(statusLine(owner, odd));
            given().urlEncodingEnabled(false).get(asked.uri(path)).then().statusCode(401);
            owner.kill();
            get(asked, path)
                    .statusCode(503)
                    .contentType("application/problem+json")
                    .header("Retry-After", "5")
                    .body("detail", anyOf(containsString("cannot be reached"), containsString("is taking over")));
            await().atMost(PATIENCE)
                    .untilAsserted(() -> get(asked, path).statusCode(200).body(equalTo(known)));
        }
    }

    /** Asks for commands of devices that nobody knows, until one of them is that replica's, and waits for its end. */
    private String endedCommandOf(PackagedService owner) {
        for (int i = 0; ; i++) {
            String device = "forwarded#" + i;
            int partition = sender.send(device, """
                            {"commandId": "%s-c", "deviceId": "%s", "type": "direct-method", "method": {"name": "go"}}""".formatted(device, device)).partition();
            assertThat(told.about(device + "-c").name()).isEqualTo("failed");
            if (TAKEN_OVER
                    .matcher(owner.log())
                    .results()
                    .anyMatch(taken -> Integer.parseInt(taken.group(1)) == partition)) {
                return device;
            }
        }
    }

    private static ValidatableResponse get(PackagedService gateway, String path) {
        return given().urlEncodingEnabled(false)
                .header("Authorization", "Bearer " + TOKEN)
                .get(gateway.uri(path))
                .then();
    }

    /** Asked with characters that no client of ours would let through. */
    private static String statusLine(PackagedService gateway, String path) throws IOException {
        URI uri = gateway.uri("/");
        try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
            socket.getOutputStream().write("""
                    GET %s HTTP/1.1\r
                    Host: gateway\r
                    Authorization: Bearer %s\r
                    Connection: close\r
                    \r
                    """.formatted(path, TOKEN).getBytes(UTF_8));
            return new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8)).readLine();
        }
    }

    /** The group gives up on a replica that is dead after ten seconds instead of 45. */
    private Map<String, String> config() throws IOException {
        Path tokens = Files.writeString(directory.resolve("tokens"), TOKEN);
        return Map.of(
                "kafka.bootstrap.servers", kafka.bootstrapServers(),
                "kafka.session.timeout.ms", "10000",
                "downlink.rest.tokens-file", tokens.toString(),
                "downlink.hubs.default.connection-string", hub.connectionString("service"),
                "downlink.hubs.default.https-port", Integer.toString(hub.httpsPort()),
                "downlink.hubs.default.ca-file", hub.caFile().toString());
    }
}
