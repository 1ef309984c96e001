package io.downlink.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The checkout that is tested. */
final class Repository {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    private Repository() {}

    static Path file(String path) {
        return ROOT.resolve(path);
    }

    static String text(String path) {
        try {
            return Files.readString(file(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The first group of every match in a file. */
    static List<String> all(String path, String regex) {
        List<String> found = Pattern.compile(regex, Pattern.MULTILINE)
                .matcher(text(path))
                .results()
                .map((MatchResult match) -> match.group(1))
                .toList();
        if (found.isEmpty()) {
            throw new AssertionError("nothing in %s matches %s".formatted(path, regex));
        }
        return found;
    }

    /** The version that everything here has. */
    static String version() {
        return all("pom.xml", "^  <version>(.*)</version>$").getFirst();
    }

    /** The images that {@code ./downlink images} builds, without the folder in front of their names. */
    static List<String> images() {
        return List.of(all("downlink", "^IMAGES=\\((.*)\\)$").getFirst().split(" "));
    }
}
