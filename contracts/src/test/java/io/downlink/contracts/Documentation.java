package io.downlink.contracts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The pages of the documentation: their JSON examples, and the tables of {@code docs/topics.md}. */
public final class Documentation {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    /** The page about topics. */
    public static final Path TOPICS = ROOT.resolve("docs/topics.md");

    private static final Pattern JSON_BLOCK = Pattern.compile("(?ms)^```json\\n(.*?)^```$");
    private static final Pattern FIRST_CELL = Pattern.compile("(?m)^\\| `([^`]+)` \\|");

    private Documentation() {}

    /**
     * An example, and where it stands.
     *
     * @param json one JSON value
     */
    public record Example(Path page, JsonNode json) {
        public byte[] utf8() {
            return json.toString().getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public String toString() {
            String text = json.toString();
            return page.getFileName() + " " + text.substring(0, Math.min(60, text.length()));
        }
    }

    /** Every JSON value that is shown on any page. */
    public static Stream<Example> examples() throws IOException {
        List<Example> examples = new ArrayList<>();
        for (Path page : pages()) {
            for (MatchResult block :
                    JSON_BLOCK.matcher(Files.readString(page)).results().toList()) {
                MappingIterator<JsonNode> values =
                        new ObjectMapper().readerFor(JsonNode.class).readValues(block.group(1));
                values.readAll().forEach(value -> examples.add(new Example(page, value)));
            }
        }
        return examples.stream();
    }

    /** The words in code type that stand in the first column of the table under a heading. */
    public static List<String> firstColumn(String heading) throws IOException {
        return FIRST_CELL
                .matcher(section(heading))
                .results()
                .map(row -> row.group(1))
                .toList();
    }

    /** The line of the table under a heading that begins with a word in code type; empty where there is none. */
    public static String row(String heading, String word) throws IOException {
        return section(heading)
                .lines()
                .filter(line -> line.startsWith("| `" + word + "` |"))
                .findFirst()
                .orElse("");
    }

    private static String section(String heading) throws IOException {
        String page = Files.readString(TOPICS);
        int start = page.indexOf("\n### " + heading + "\n");
        if (start < 0) {
            throw new IllegalArgumentException("no section \"" + heading + "\"");
        }
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
