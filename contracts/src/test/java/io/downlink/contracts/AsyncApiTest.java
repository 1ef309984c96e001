package io.downlink.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.downlink.contracts.commands.CommandEvent;
import io.downlink.contracts.commands.CommandEventWriter;
import io.downlink.contracts.feedback.Feedback;
import io.downlink.contracts.feedback.FeedbackWriter;
import io.downlink.contracts.jobs.DeviceJob;
import io.downlink.contracts.jobs.DeviceJobWriter;
import io.downlink.contracts.jobs.JobEvent;
import io.downlink.contracts.jobs.JobEventWriter;
import io.downlink.contracts.topics.TopicSpec;
import io.downlink.contracts.topics.Topics;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AsyncApiTest {
    private JsonNode document = MissingNode.getInstance();

    @BeforeAll
    void readDocument() throws IOException {
        document = new YAMLMapper().readTree(resource("/io/downlink/contracts/asyncapi.yaml"));
    }

    @Test
    void shouldBeAnAsyncApiDocument() throws IOException {
        // given
        JsonSchema schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7)
                .getSchema(resource("/asyncapi-3.0.0.schema.json"));
        // then
        assertThat(schema.validate(document.toString(), InputFormat.JSON)).isEmpty();
        assertThat(schema.validate("{\"asyncapi\":\"3.0.0\"}", InputFormat.JSON))
                .isNotEmpty();
    }

    @Test
    void shouldReferToNothingThatIsNotThere() {
        // when
        List<String> references = new ArrayList<>();
        collectReferences(document, references);
        // then
        assertThat(references)
                .hasSizeGreaterThan(50)
                .allSatisfy(reference -> assertThat(target(reference).isMissingNode())
                        .as(reference)
                        .isFalse());
    }

    static List<TopicSpec> topics() {
        return Topics.all();
    }

    @ParameterizedTest
    @MethodSource("topics")
    void shouldDescribeEveryTopicAsItIsCreated(TopicSpec topic) {
        // given
        Map<String, JsonNode> byAddress = new HashMap<>();
        document.path("channels")
                .forEach(channel -> byAddress.put(channel.path("address").asText(), channel));
        // then
        assertThat(byAddress).hasSameSizeAs(Topics.all()).containsKey(topic.name());
        JsonNode kafka = Objects.requireNonNull(byAddress.get(topic.name())).at("/bindings/kafka");
        assertThat(kafka.path("topic").asText()).isEqualTo(topic.name());
        assertThat(kafka.path("partitions").asInt()).isEqualTo(topic.partitions());
        JsonNode configuration = kafka.path("topicConfiguration");
        assertThat(configuration.at("/cleanup.policy/0").asText())
                .isEqualTo(topic.cleanup().policy());
        assertThat(configuration.path("retention.ms").asLong())
                .isEqualTo(topic.retention().toMillis());
        assertThat(configuration.path("retention.bytes").asLong() == -1).isEqualTo(topic.keptAtAnySize());
        assertThat(configuration.path("max.message.bytes").asInt()).isEqualTo(topic.maxMessageBytes());
    }

    @Test
    void shouldDescribeEveryEventWithItsSchema() {
        // given
        Map<String, String> schemas = schemas("commandEvents");
        // then
        assertThat(kinds(CommandEvent.class))
                .hasSameSizeAs(schemas.keySet())
                .allSatisfy(event -> assertThat(schemas)
                        .containsEntry(
                                CommandEventWriter.TYPE_PREFIX + event, "schemas/" + JsonSchemas.ofEvent(event)));
        assertThat(document.at("/operations/sendCommandEvent/messages")).hasSameSizeAs(schemas.keySet());
    }

    static Stream<Arguments> families() {
        return Stream.of(
                Arguments.of(
                        "feedback",
                        "sendFeedback",
                        FeedbackWriter.TYPE_PREFIX,
                        JsonSchemas.FEEDBACK,
                        kinds(Feedback.class)),
                Arguments.of(
                        "jobEvents",
                        "sendJobEvent",
                        JobEventWriter.TYPE_PREFIX,
                        JsonSchemas.JOB_EVENT,
                        kinds(JobEvent.class)),
                Arguments.of(
                        "deviceJobs",
                        "sendDeviceJob",
                        DeviceJobWriter.TYPE_PREFIX,
                        JsonSchemas.DEVICE_JOB,
                        Arrays.stream(DeviceJob.Status.values())
                                .map(DeviceJob.Status::wire)
                                .toList()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("families")
    void shouldDescribeEveryEventWithItsPartOfTheSchema(
            String channel, String operation, String typePrefix, String file, List<String> events) {
        // given
        Map<String, String> schemas = schemas(channel);
        // then
        assertThat(events)
                .hasSameSizeAs(schemas.keySet())
                .allSatisfy(event -> assertThat(target(Objects.requireNonNull(schemas.get(typePrefix + event), event))
                                .at("/properties/event/const")
                                .asText())
                        .isEqualTo(event));
        assertThat(schemas.values()).allSatisfy(schema -> assertThat(schema).startsWith("schemas/" + file + "#"));
        assertThat(document.at("/operations/" + operation + "/messages")).hasSameSizeAs(schemas.keySet());
    }

    /** The schemas of a channel's messages, by the message's name. */
    private Map<String, String> schemas(String channel) {
        Map<String, String> schemas = new HashMap<>();
        document.at("/channels/" + channel + "/messages").forEach(reference -> {
            JsonNode message = target(reference.path("$ref").asText());
            schemas.put(
                    message.path("name").asText(),
                    message.at("/payload/schema/$ref").asText());
        });
        return schemas;
    }

    /** The records of a sealed interface as they are called on the wire: {@code InDoubt} is {@code in-doubt}. */
    private static List<String> kinds(Class<?> type) {
        return Arrays.stream(type.getPermittedSubclasses())
                .flatMap(kind -> kind.isInterface() ? kinds(kind).stream() : Stream.of(name(kind)))
                .toList();
    }

    private static String name(Class<?> kind) {
        return kind.getSimpleName().replaceAll("(?<=[a-z])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
    }

    private JsonNode target(String reference) {
        int hash = reference.indexOf('#');
        String file = hash < 0 ? reference : reference.substring(0, hash);
        JsonNode root = file.isEmpty() ? document : JsonSchemas.tree(file.replace("schemas/", ""));
        return hash < 0 ? root : root.at(reference.substring(hash + 1));
    }

    private static void collectReferences(JsonNode node, List<String> references) {
        if (node.path("$ref").isTextual()) {
            references.add(node.path("$ref").asText());
        }
        node.forEach(child -> collectReferences(child, references));
    }

    private static String resource(String name) throws IOException {
        try (InputStream resource = AsyncApiTest.class.getResourceAsStream(name)) {
            return new String(Objects.requireNonNull(resource, name).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
