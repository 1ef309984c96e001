package io.downlink.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * No key, token, signature or password stands in anything that the programs show: their output, however much they are
 * asked to tell, the topics, and what they answer by HTTP.
 */
class SecretsIT {
    private static final String HUB_ADDRESS = "127.78.0.5";
    private static final Duration START_MAX = Duration.ofMinutes(5);
    private static final Duration COMMAND_MAX = Duration.ofMinutes(2);
    private static final Path UP = Repository.ROOT.resolve("target/up");
    private static final Pattern KEY = Pattern.compile("SharedAccessKey=([A-Za-z0-9+/]+=*)");
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String KAFKA_PASSWORD = "kafka-password-of-nobody-else";
    private static final String KAFKA_LOGIN =
            "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"me\" password=\"%s\";"
                    .formatted(KAFKA_PASSWORD);
    private static final String BEARER_TOKEN = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJub2JvZHkifQ.signature";

    private static final List<String> SERVICES = List.of("command-gateway", "feedback-collector", "job-orchestrator");
    private static final String SIMULATOR = "device-simulator";

    private final String kafkaPort = freePort();
    private final List<String> servicePorts = List.of(freePort(), freePort(), freePort());
    private final List<String> shown = new ArrayList<>();

    @Test
    void shouldShowNoSecretAtDebugLevel(@TempDir Path folder) throws Exception {
        // given
        Map<String, String> talkative = talkative(folder);
        try (DownlinkProcess up = DownlinkProcess.start(Repository.ROOT, talkative, downlink(stack()))) {
            up.awaitLine("Ctrl-C", START_MAX);
            // when
            cli(folder, talkative, "send", "pump-1", "reboot");
            cli(folder, talkative, "send", "nobody", "reboot");
            cli(folder, talkative, "jobs", "schedule", "lock", "--where", "*", "--method", "LockDoor");
            cli(folder, talkative, "topics", "check");
            cli(folder, talkative, "dead-letters", "list");
            for (String port : servicePorts) {
                shown.addAll(answers(port));
            }
            shown.addAll(KafkaContent.of("localhost:" + kafkaPort));
            up.interrupt();
            up.awaitExit(START_MAX);
            shown.addAll(up.lines());
        }
        for (String program :
                Stream.concat(SERVICES.stream(), Stream.of(SIMULATOR)).toList()) {
            List<String> log = log(program);
            assertThat(log).as(program).hasSizeGreaterThan(50);
            shown.addAll(log);
        }
        // then
        assertThat(shown)
                .as("what could show one")
                .anyMatch(line -> line.contains("\"level\":\"DEBUG\""))
                .anyMatch(line -> line.startsWith("downlink.job-state {"))
                .anyMatch(line -> line.startsWith("downlink_"));
        assertThat(secrets().foundIn(shown)).isEmpty();
        for (String service : SERVICES) {
            for (String line : log(service)) {
                JsonNode event = JSON.readTree(line);
                assertThat(event.hasNonNull("timestamp") && event.hasNonNull("level") && event.has("message"))
                        .as("%s: %s", service, line)
                        .isTrue();
            }
        }
    }

    private void cli(Path folder, Map<String, String> environment, String... words) throws IOException {
        Path config = Files.writeString(folder.resolve("kafka.properties"), "sasl.jaas.config=" + KAFKA_LOGIN);
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of(
                "--debug", "--command-config", config.toString(), "--bootstrap-server", "localhost:" + kafkaPort));
        try (DownlinkProcess cli = DownlinkProcess.start(Repository.ROOT, environment, downlink(all))) {
            cli.awaitExit(COMMAND_MAX);
            assertThat(cli.lines()).isNotEmpty();
            shown.addAll(cli.lines());
        }
    }

    /** Of whatever a service has there, refusals too. */
    private static List<String> answers(String port) throws IOException, InterruptedException {
        List<String> lines = new ArrayList<>();
        try (HttpClient client = HttpClient.newHttpClient()) {
            for (String path : List.of(
                    "/q/health",
                    "/q/metrics",
                    "/q/openapi",
                    "/jobs",
                    "/jobs/lock",
                    "/commands",
                    "/devices/pump-1/commands/none")) {
                HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                        .header("Authorization", "Bearer " + BEARER_TOKEN);
                lines.addAll(lines(client, request.build()));
                lines.addAll(lines(
                        client,
                        request.header("Content-Type", "application/json")
                                .POST(BodyPublishers.ofString("{\"type\": \"wrong\"}"))
                                .build()));
            }
        }
        return lines;
    }

    private static List<String> lines(HttpClient client, HttpRequest request) throws IOException, InterruptedException {
        return client.send(request, BodyHandlers.ofString()).body().lines().toList();
    }

    /** Every program is told to tell more than anybody wants, and knows a password for Kafka. */
    private static Map<String, String> talkative(Path folder) throws IOException {
        Path logging = Files.writeString(folder.resolve("logging.properties"), """
                handlers = java.util.logging.ConsoleHandler
                java.util.logging.ConsoleHandler.level = ALL
                .level = ALL
                """);
        return Map.of(
                "JAVA_TOOL_OPTIONS",
                "-Djava.util.logging.config.file=%s %s %s"
                        .formatted(logging, debug("org.apache.kafka.clients"), debug("org.apache.kafka.common")),
                "QUARKUS_LOG_LEVEL",
                "DEBUG",
                "QUARKUS_LOG_CONSOLE_JSON_ENABLED",
                "true",
                "KAFKA_SASL_JAAS_CONFIG",
                KAFKA_LOGIN);
    }

    /** Quarkus mutes some categories of its own accord. */
    private static String debug(String category) {
        return "'-Dquarkus.log.category.\"%s\".level=DEBUG'".formatted(category);
    }

    private List<String> stack() {
        return List.of(
                "up",
                "--fresh",
                "--hub-address",
                HUB_ADDRESS,
                "--kafka-port",
                kafkaPort,
                "--gateway-port",
                servicePorts.get(0),
                "--collector-port",
                servicePorts.get(1),
                "--orchestrator-port",
                servicePorts.get(2));
    }

    /** The keys that the hub has published of its own, and what else is secret here. */
    private static Secrets secrets() throws IOException {
        List<String> values = new ArrayList<>(List.of(KAFKA_PASSWORD, BEARER_TOKEN));
        try (Stream<String> lines = Files.lines(UP.resolve("hub.log"))) {
            lines.flatMap(line -> KEY.matcher(line).results())
                    .map(found -> found.group(1))
                    .forEach(values::add);
        }
        assertThat(values).hasSizeGreaterThan(3);
        return new Secrets(values);
    }

    /** Without what the JVM says before the program begins. */
    private static List<String> log(String program) throws IOException {
        return Files.readAllLines(UP.resolve(program + ".log")).stream()
                .filter(line -> !line.startsWith("Picked up JAVA_TOOL_OPTIONS"))
                .toList();
    }

    private static List<String> downlink(List<String> arguments) {
        List<String> command =
                new ArrayList<>(List.of(Repository.ROOT.resolve("downlink").toString()));
        command.addAll(arguments);
        return command;
    }

    private static String freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            return Integer.toString(socket.getLocalPort());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
