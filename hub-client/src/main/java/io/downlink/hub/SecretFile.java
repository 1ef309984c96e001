package io.downlink.hub;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A secret in a file that somebody replaces while we run. What counts is its content, not its time: Kubernetes mounts a
 * secret as a symbolic link and swaps what that points to.
 *
 * <p>Not for several threads at once.
 *
 * @param <T> what the content means
 */
final class SecretFile<T> {
    private static final int BYTES_MAX = 65_536;

    private final Path file;
    private final Function<String, T> parse;
    private String used = "";

    /** @param parse throws {@link IllegalArgumentException} with a message that never shows the secret */
    SecretFile(Path file, Function<String, T> parse) {
        this.file = file;
        this.parse = parse;
    }

    Path path() {
        return file;
    }

    /** @throws IllegalArgumentException if the file cannot be read or holds nothing of use */
    T first() {
        switch (read()) {
            case Content.Secret<T>(String text, T meaning) -> {
                used = text;
                return meaning;
            }
            case Content.Useless<T> useless ->
                throw new IllegalArgumentException("the file " + file + " " + useless.problem());
        }
    }

    /** What is in the file now; null if it is what is in use. */
    @Nullable
    Content<T> changed() {
        Content<T> content = read();
        return content.text().equals(used) ? null : content;
    }

    void use(Content.Secret<T> secret) {
        used = secret.text();
    }

    private Content<T> read() {
        String text;
        try (InputStream in = Files.newInputStream(file)) {
            text = new String(in.readNBytes(BYTES_MAX), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            return new Content.Useless<>("", "cannot be read: " + e);
        }
        if (text.isEmpty()) {
            return new Content.Useless<>("", "is empty: put the secret there");
        }
        try {
            return new Content.Secret<>(text, parse.apply(text));
        } catch (IllegalArgumentException e) {
            return new Content.Useless<>(text, "is not right: " + Objects.toString(e.getMessage(), "unreadable"));
        }
    }

    /** What a file holds. */
    sealed interface Content<T> {
        /** As it stands there; never shown. */
        String text();

        record Secret<T>(String text, T meaning) implements Content<T> {
            @Override
            public String toString() {
                return "Secret[hidden]";
            }
        }

        record Useless<T>(String text, String problem) implements Content<T> {
            @Override
            public String toString() {
                return "Useless[" + problem + "]";
            }
        }
    }
}
