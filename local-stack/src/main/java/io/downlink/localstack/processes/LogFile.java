package io.downlink.localstack.processes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What a process has written so far. */
public record LogFile(Path path) {

    /** The first line in which the pattern is found. */
    public Optional<Matcher> find(Pattern pattern) {
        return lines().stream().map(pattern::matcher).filter(Matcher::find).findFirst();
    }

    /** The file and the number of its last line, as editors open it. */
    public String end() {
        return shortest() + ":" + Math.max(1, lines().size());
    }

    /** The last line that says something, empty where there is none. */
    public String lastWords() {
        return lines().reversed().stream()
                .filter(line -> !line.isBlank())
                .findFirst()
                .orElse("");
    }

    /** From the working directory where it lies below it: that is how a person would write it. */
    private Path shortest() {
        Path here = Path.of("").toAbsolutePath();
        return path.startsWith(here) ? here.relativize(path) : path;
    }

    private List<String> lines() {
        // A process may just be writing half a character: ISO-8859-1 reads whatever is there.
        try (Stream<String> lines = Files.lines(path, StandardCharsets.ISO_8859_1)) {
            return lines.toList();
        } catch (IOException | UncheckedIOException e) {
            return List.of(); // not there yet
        }
    }
}
