package io.downlink.contracts.commands;

import static io.downlink.contracts.Documentation.firstColumn;
import static io.downlink.contracts.commands.Records.READER;
import static io.downlink.contracts.commands.Records.record;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.downlink.contracts.Documentation;
import io.downlink.contracts.Documentation.Example;
import io.downlink.contracts.JsonSchemas;
import io.downlink.contracts.commands.ReadResult.Accepted;
import io.downlink.contracts.topics.TopicSpec;
import io.downlink.contracts.topics.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The documentation says what the code does. */
class DocumentationTest {
    private static final Set<String> TYPES =
            Arrays.stream(CommandType.values()).map(CommandType::wire).collect(Collectors.toSet());

    static Stream<Example> examples() throws IOException {
        return Documentation.examples();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void shouldShowExamplesThatWork(Example example) {
        // given
        JsonNode json = example.json();
        // then
        if (json.has("event") && json.has("final") && !json.has("jobId")) {
            String schema = JsonSchemas.ofEvent(json.path("event").asText());
            assertThat(JsonSchemas.errors(schema, json.toString())).isEmpty();
            assertThat(CommandEventReader.read(example.utf8())).isPresent();
        } else if (TYPES.contains(json.path("type").asText()) && json.has("deviceId")) {
            String device = json.path("deviceId").asText();
            assertThat(READER.read(record(device, example.utf8()))).isInstanceOf(Accepted.class);
            assertThat(JsonSchemas.errors(JsonSchemas.REQUEST, json.toString())).isEmpty();
        }
    }

    @Test
    void shouldShowAnExampleOfEveryTypeOfRequest() throws IOException {
        assertThat(examples()
                        .filter(example -> example.page().equals(Documentation.TOPICS))
                        .map(Example::json)
                        .filter(json -> json.has("deviceId") && !json.has("event"))
                        .map(json -> json.path("type").asText()))
                .containsAll(TYPES);
    }

    @ParameterizedTest
    @CsvSource({"Fields of a request,REQUEST", "Fields of `method`,METHOD", "Fields of `message`,MESSAGE"})
    void shouldNameTheFieldsThatTheReaderKnows(String heading, CommandPlace place) throws IOException {
        assertThat(firstColumn(heading)).isEqualTo(place.names());
    }

    @Test
    void shouldNameTheFieldsOfEveryEvent() throws IOException {
        // given
        List<String> names = new ArrayList<>();
        JsonSchemas.tree(JsonSchemas.EVENT).path("properties").fieldNames().forEachRemaining(names::add);
        // then
        assertThat(firstColumn("Fields of every event")).isEqualTo(names);
    }

    @Test
    void shouldNameTheOwnFieldsOfEachEvent() throws IOException {
        assertThat(Events.all()).allSatisfy(event -> {
            String row = Documentation.row("Which events there are", event.name());
            assertThat(row).startsWith("| `" + event.name() + "` | " + (event.isFinal() ? "yes" : "no"));
            JsonNode own = JsonSchemas.tree(JsonSchemas.ofEvent(event.name())).path("properties");
            boolean asInFailed = row.contains("as in `failed`");
            own.fieldNames().forEachRemaining(name -> {
                if (!name.equals("event") && !name.equals("final") && !asInFailed) {
                    assertThat(row).contains("`" + name + "`");
                }
            });
        });
    }

    @Test
    void shouldNameEveryEventAndReason() throws IOException {
        assertThat(firstColumn("Which events there are"))
                .isEqualTo(Events.all().map(CommandEvent::name).distinct().toList());
        assertThat(firstColumn("Reasons"))
                .isEqualTo(Arrays.stream(Reason.values()).map(Reason::wire).toList());
    }

    @Test
    void shouldNameEveryTopicAsItIsCreated() throws IOException {
        assertThat(Files.readString(Documentation.TOPICS).lines().filter(line -> line.startsWith("| `downlink.")))
                .hasSameSizeAs(Topics.all())
                .zipSatisfy(Topics.all(), DocumentationTest::assertRow);
    }

    private static void assertRow(String row, TopicSpec topic) {
        String partitions = topic.singlePartition() ? "1 partition" : topic.partitions() + " partitions";
        String kept = switch (topic.cleanup()) {
            case DELETE -> topic.retention().toDays() + " days";
            case COMPACT -> "compacted";
        };
        assertThat(row).startsWith("| `" + topic.name() + "` |").endsWith("| %s, %s |".formatted(partitions, kept));
    }
}
