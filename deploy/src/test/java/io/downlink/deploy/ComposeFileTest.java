package io.downlink.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** What {@code docker-compose.yml} says, held against the rest of the checkout. */
class ComposeFileTest {
    private static final String HUB = "hub.downlink.test";
    private static final String HUB_DIRECTORY = "./target/compose/hub";

    private final JsonNode compose = read();

    @Test
    void shouldUseTheImagesThatAreBuiltAndOneFromARegistry() {
        List<String> ours = Repository.images().stream()
                .map(image -> "downlink/" + image + ":${DOWNLINK_VERSION:?run ./downlink images first}")
                .toList();

        assertThat(services().map(service -> service.getValue().path("image").asText()))
                .containsExactlyInAnyOrderElementsOf(Stream.concat(
                                ours.stream(),
                                Stream.of("apache/kafka:"
                                        + Repository.all("pom.xml", "<kafka.version>(.*)</kafka.version>")
                                                .getFirst()))
                        .toList());
        assertThat(services().filter(service -> !service.getKey().equals("kafka")))
                .allSatisfy(service -> assertThat(
                                service.getValue().path("pull_policy").asText())
                        .isEqualTo("never"));
    }

    @Test
    void shouldHaveAStageForEveryImage() {
        assertThat(Repository.all("Dockerfile", "^FROM \\S+ AS (\\S+)$")).containsAll(Repository.images());
    }

    @Test
    void shouldPublishPortsOfThisMachineAlone() {
        List<String> published = new ArrayList<>();
        services().forEach(service -> service.getValue().path("ports").forEach(port -> published.add(port.asText())));

        assertThat(published)
                .containsExactlyInAnyOrder(
                        "127.0.0.1:9092:9092",
                        "127.0.0.1:8443:8443",
                        "127.0.0.1:8883:8883",
                        "127.0.0.1:5671:5671",
                        "127.0.0.1:8081:8081",
                        "127.0.0.1:8082:8082",
                        "127.0.0.1:8083:8083");
    }

    @Test
    void shouldServeNobodyByHttpWithoutTokens() {
        assertThat(services())
                .allSatisfy(service -> assertThat(
                                service.getValue().path("environment").has("DOWNLINK_REST_ENABLED"))
                        .as(service.getKey())
                        .isFalse());
    }

    @Test
    void shouldCallTheHubByANameOfItsCertificate() {
        assertThat(HUB)
                .as("the Java device SDK takes no host name without a dot")
                .contains(".");
        assertThat(texts(service(HUB).path("command"))).containsSequence("--name", HUB);
        assertThat(connectionStrings())
                .isNotEmpty()
                .allSatisfy(text -> assertThat(text).startsWith("HostName=" + HUB + ";"));
    }

    @Test
    void shouldHoldNoKeyButTheEmulators() {
        assertThat(connectionStrings())
                .allSatisfy(text -> assertThat(Repository.text("docs/emulator.md"))
                        .contains("`" + text.replaceFirst(".*;SharedAccessKey=", "") + "`"));
    }

    @Test
    void shouldShowTheHubsCertificateToTheOthersAndToThisMachine() {
        assertThat(texts(service(HUB).path("volumes"))).containsExactly(HUB_DIRECTORY + ":/data");
        assertThat(Repository.text("downlink")).contains("\"$ROOT/target/compose/hub\"");
        for (String trusting :
                List.of("command-gateway", "feedback-collector", "job-orchestrator", "device-simulator")) {
            assertThat(texts(service(trusting).path("volumes"))).containsExactly(HUB_DIRECTORY + ":/hub:ro");
        }
    }

    @Test
    void shouldWaitForWhatCanTellThatItIsReady() {
        services()
                .forEach(service -> service.getValue()
                        .path("depends_on")
                        .properties()
                        .forEach(other -> {
                            JsonNode awaited = service(other.getKey());
                            switch (other.getValue().path("condition").asText()) {
                                case "service_healthy" ->
                                    assertThat(awaited.path("healthcheck").path("test"))
                                            .as("%s is awaited by %s", other.getKey(), service.getKey())
                                            .isNotEmpty();
                                case "service_completed_successfully" ->
                                    assertThat(other.getKey()).isEqualTo("topics");
                                default -> throw new AssertionError(other);
                            }
                        }));
    }

    private List<String> connectionStrings() {
        return services()
                .flatMap(service -> texts(service.getValue().path("environment")).stream())
                .filter(value -> value.startsWith("HostName="))
                .toList();
    }

    private Stream<Map.Entry<String, JsonNode>> services() {
        return compose.path("services").properties().stream();
    }

    private JsonNode service(String name) {
        return compose.path("services").required(name);
    }

    private static List<String> texts(JsonNode node) {
        return node.valueStream().map(JsonNode::asText).toList();
    }

    private static JsonNode read() {
        Object content = new Yaml(new SafeConstructor(new LoaderOptions())).load(Repository.text("docker-compose.yml"));
        return new ObjectMapper().valueToTree(content);
    }
}
