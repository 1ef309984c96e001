package io.downlink.contracts.commands;

import static io.downlink.contracts.commands.Records.READER;
import static io.downlink.contracts.commands.Records.record;
import static io.downlink.contracts.commands.Records.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.downlink.contracts.JsonSchemas;
import io.downlink.contracts.commands.ReadResult.Accepted;
import io.downlink.contracts.topics.TopicSpec;
import io.downlink.contracts.topics.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The documentation says what the code does. */
class DocumentationTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Path TOPICS = ROOT.resolve("docs/topics.md");
    private static final Pattern JSON_BLOCK = Pattern.compile("(?ms)^```json\\n(.*?)^```$");
    private static final Pattern FIRST_CELL = Pattern.compile("(?m)^\\| `([^`]+)` \\|");
    private static final Set<String> TYPES =
            Arrays.stream(CommandType.values()).map(CommandType::wire).collect(Collectors.toSet());

    /** An example, and where it stands. */
    record Example(Path page, String json) {
        @Override
        public String toString() {
            return page.getFileName() + " " + json.substring(0, Math.min(60, json.length()));
        }
    }

    static Stream<Example> examples() throws IOException {
        List<Example> examples = new ArrayList<>();
        for (Path page : pages()) {
            for (MatchResult block :
                    JSON_BLOCK.matcher(Files.readString(page)).results().toList()) {
                MappingIterator<JsonNode> values =
                        new ObjectMapper().readerFor(JsonNode.class).readValues(block.group(1));
                values.readAll().forEach(value -> examples.add(new Example(page, value.toString())));
            }
        }
        return examples.stream();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void shouldShowExamplesThatWork(Example example) {
        // given
        JsonNode json = Requests.tree(example.json());
        // then
        if (json.has("event") && json.has("final")) {
            String schema = JsonSchemas.ofEvent(json.path("event").asText());
            assertThat(JsonSchemas.errors(schema, example.json())).isEmpty();
            assertThat(CommandEventReader.read(utf8(example.json()))).isPresent();
        } else if (TYPES.contains(json.path("type").asText()) && json.has("deviceId")) {
            String device = json.path("deviceId").asText();
            assertThat(READER.read(record(device, utf8(example.json())))).isInstanceOf(Accepted.class);
            assertThat(JsonSchemas.errors(JsonSchemas.REQUEST, example.json())).isEmpty();
        }
    }

    @Test
    void shouldShowAnExampleOfEveryTypeOfRequest() throws IOException {
        assertThat(examples()
                        .filter(example -> example.page().equals(TOPICS))
                        .map(example -> Requests.tree(example.json()))
                        .filter(json -> !json.has("event"))
                        .map(json -> json.path("type").asText()))
                .containsAll(TYPES);
    }

    @ParameterizedTest
    @CsvSource({"Fields of a request,REQUEST", "Fields of `method`,METHOD", "Fields of `message`,MESSAGE"})
    void shouldNameTheFieldsThatTheReaderKnows(String heading, RequestPlace place) throws IOException {
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
        // given
        List<String> rows = section("Which events there are").lines().toList();
        // then
        assertThat(Events.all()).allSatisfy(event -> {
            String row = rows.stream()
                    .filter(line -> line.startsWith("| `" + event.name() + "` | " + (event.isFinal() ? "yes" : "no")))
                    .findFirst()
                    .orElse("");
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
        assertThat(Files.readString(TOPICS).lines().filter(line -> line.startsWith("| `downlink.")))
                .hasSameSizeAs(Topics.all())
                .zipSatisfy(Topics.all(), DocumentationTest::assertRow);
    }

    private static void assertRow(String row, TopicSpec topic) {
        assertThat(row)
                .startsWith("| `" + topic.name() + "` |")
                .endsWith("| %d partitions, %d days |"
                        .formatted(topic.partitions(), topic.retention().toDays()));
    }

    private static List<String> firstColumn(String heading) throws IOException {
        return FIRST_CELL
                .matcher(section(heading))
                .results()
                .map(row -> row.group(1))
                .toList();
    }

    private static String section(String heading) throws IOException {
        String page = Files.readString(TOPICS);
        int start = page.indexOf("\n### " + heading + "\n");
        assertThat(start).as(heading).isPositive();
        int end = page.indexOf("\n##", start + 1);
        return end < 0 ? page.substring(start) : page.substring(start, end);
    }

    private static List<Path> pages() throws IOException {
        try (Stream<Path> files = Files.list(ROOT.resolve("docs"))) {
            return Stream.concat(Stream.of(ROOT.resolve("README.md")), files)
                    .filter(file -> file.toString().endsWith(".md") && Files.exists(file))
                    .toList();
        }
    }
}
