package io.downlink.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RotationTest {
    private final List<String> asked = new ArrayList<>();
    private final List<String> logged = new ArrayList<>();
    private final Handler capture = new Handler() {
        @Override
        public void publish(LogRecord entry) {
            logged.add(entry.getLevel() + " " + entry.getMessage());
        }

        @Override
        public void flush() {
            // nothing is kept back
        }

        @Override
        public void close() {
            // nothing is open
        }
    };

    private Instant now = Instant.parse("2026-12-01T10:00:00Z");
    private @Nullable String problem;
    private Path file;
    private Rotation<String> rotation;

    @BeforeEach
    void start(@TempDir Path directory) throws IOException {
        Logger.getLogger(Rotation.class.getName()).addHandler(capture);
        file = Files.writeString(directory.resolve("secret"), "first-secret\n");
        SecretFile<String> secret = new SecretFile<>(file, RotationTest::parse);
        rotation = new Rotation<>(
                "plant",
                secret,
                candidate -> {
                    asked.add(candidate);
                    return problem;
                },
                ((InstantSource) () -> now).withZone(ZoneOffset.UTC));
        assertThat(secret.first()).isEqualTo("first-secret");
    }

    @AfterEach
    void stop() {
        Logger.getLogger(Rotation.class.getName()).removeHandler(capture);
    }

    @Test
    void shouldStayWhenTheFileIsAsItWas() throws IOException {
        // when somebody writes the same once more
        Files.writeString(file, "first-secret");
        // then
        assertThat(rotation.next()).isNull();
        assertThat(asked).isEmpty();
        assertThat(logged).isEmpty();
    }

    @Test
    void shouldGoOverOnceWhenTheContentChanges() throws IOException {
        // when
        Files.writeString(file, "next-secret");
        // then
        assertThat(rotation.next()).isEqualTo("next-secret");
        assertThat(rotation.next()).isNull();
        assertThat(logged).singleElement().asString().contains("credential replaced");
    }

    @Test
    void shouldGoOverWhenTheDirectoryBehindALinkIsSwapped(@TempDir Path mount) throws IOException {
        // given a secret as Kubernetes mounts it
        Files.writeString(Files.createDirectory(mount.resolve("..1")).resolve("key"), "first-secret");
        Files.writeString(Files.createDirectory(mount.resolve("..2")).resolve("key"), "next-secret");
        Path data = Files.createSymbolicLink(mount.resolve("..data"), Path.of("..1"));
        Path key = Files.createSymbolicLink(mount.resolve("key"), Path.of("..data", "key"));
        SecretFile<String> secret = new SecretFile<>(key, RotationTest::parse);
        assertThat(secret.first()).isEqualTo("first-secret");
        // when
        Path next = Files.createSymbolicLink(mount.resolve("..data_tmp"), Path.of("..2"));
        Files.move(next, data, StandardCopyOption.ATOMIC_MOVE);
        // then
        assertThat(Objects.requireNonNull(secret.changed()).text()).isEqualTo("next-secret");
    }

    @Test
    void shouldStayAndWarnOnceWhenTheFileIsNotRight() throws IOException {
        // when
        Files.writeString(file, "half");
        // then
        assertThat(rotation.next()).isNull();
        assertThat(rotation.next()).isNull();
        assertThat(logged)
                .singleElement()
                .asString()
                .startsWith("WARN")
                .contains("is not right: too short")
                .contains("hub=plant")
                .contains(file.toString())
                .doesNotContain("half");
        // when it is written to its end
        Files.writeString(file, "next-secret");
        // then
        assertThat(rotation.next()).isEqualTo("next-secret");
    }

    @Test
    void shouldStayAndWarnOnceWhenTheFileIsGone() throws IOException {
        // when
        Files.delete(file);
        // then
        assertThat(rotation.next()).isNull();
        assertThat(rotation.next()).isNull();
        assertThat(logged).singleElement().asString().contains("cannot be read");
    }

    @Test
    void shouldWarnAnewOfAnotherChange() throws IOException {
        for (String content : List.of("half", "", "bits")) {
            Files.writeString(file, content);
            assertThat(rotation.next()).isNull();
        }
        assertThat(logged).hasSize(3);
    }

    @Test
    void shouldTryAgainLaterWhenASecretIsFoundBad() throws IOException {
        // given
        problem = "the hub refuses it";
        Files.writeString(file, "next-secret");
        // then it asks once
        assertThat(rotation.next()).isNull();
        assertThat(rotation.next()).isNull();
        assertThat(asked).hasSize(1);
        // and once more later, without another word
        now = now.plus(Rotation.TRY_AGAIN);
        assertThat(rotation.next()).isNull();
        assertThat(asked).hasSize(2);
        assertThat(logged)
                .singleElement()
                .asString()
                .contains("is not used yet: the hub refuses it")
                .doesNotContain("next-secret");
        // and takes it when it has become good
        problem = null;
        now = now.plus(Rotation.TRY_AGAIN);
        assertThat(rotation.next()).isEqualTo("next-secret");
    }

    @Test
    void shouldAskAtOnceWhenABadSecretIsReplaced() throws IOException {
        // given
        problem = "the hub refuses it";
        Files.writeString(file, "next-secret");
        assertThat(rotation.next()).isNull();
        // when
        problem = null;
        Files.writeString(file, "third-secret");
        // then
        assertThat(rotation.next()).isEqualTo("third-secret");
    }

    @Test
    void shouldRefuseToBeginWithoutASecret() {
        Path nowhere = file.resolveSibling("nowhere");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SecretFile<>(nowhere, RotationTest::parse).first())
                .withMessageContaining(nowhere + " cannot be read");
    }

    private static String parse(String text) {
        if (text.length() < 10) {
            throw new IllegalArgumentException("too short");
        }
        return text;
    }
}
