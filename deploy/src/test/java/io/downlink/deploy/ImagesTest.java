package io.downlink.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./downlink images} in a checkout that has been built, with engines that only write down what they are told. */
class ImagesTest {
    private static final String ANSWERS = "#!/bin/sh\necho \"$@\" >>\"$0.log\"\n";
    private static final String DOES_NOT_ANSWER = "#!/bin/sh\nexit 1\n";

    @TempDir
    private Path checkout;

    @TempDir
    private Path bin;

    @BeforeEach
    void build() throws IOException {
        Files.copy(Repository.file("downlink"), checkout.resolve("downlink"));
        for (String module : Repository.images()) {
            Files.createDirectories(checkout.resolve(module).resolve("target/lib"));
        }
    }

    @Test
    void shouldBuildEveryImageWithTheEngineThatAnswers() throws Exception {
        engine("docker", DOES_NOT_ANSWER);
        engine("podman", ANSWERS);
        Files.writeString(checkout.resolve(".env"), "MINE=1\nDOWNLINK_VERSION=0.0.1\n");

        Outcome outcome = images();

        assertThat(outcome.status()).as(outcome.text()).isZero();
        assertThat(outcome.text()).contains("images          with podman", "podman-compose up -d");
        assertThat(Files.readAllLines(bin.resolve("podman.log")))
                .filteredOn(line -> line.startsWith("build "))
                .containsExactlyElementsOf(Repository.images().stream()
                        .map(image -> "build --target %s -t downlink/%s:%s %s"
                                .formatted(image, image, Repository.version(), realPath()))
                        .toList());
        assertThat(Files.readAllLines(checkout.resolve(".env")))
                .containsExactly("MINE=1", "DOWNLINK_VERSION=" + Repository.version());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(checkout.resolve("target/compose/hub"))))
                .as("the hub's container is no user of this machine")
                .isEqualTo("rwxrwxrwx");
    }

    @Test
    void shouldSayWhatToDoWhenNoEngineAnswers() throws Exception {
        engine("docker", DOES_NOT_ANSWER);
        engine("podman", DOES_NOT_ANSWER);

        Outcome outcome = images();

        assertThat(outcome.status()).isEqualTo(1);
        assertThat(outcome.text().lines())
                .singleElement()
                .asString()
                .contains("docker info", "podman info", "start Docker, or install podman");
    }

    @Test
    void shouldNameWhatIsNotBuilt() throws Exception {
        engine("docker", ANSWERS);
        Files.delete(checkout.resolve("job-orchestrator/target/lib"));

        Outcome outcome = images();

        assertThat(outcome.status()).isEqualTo(1);
        assertThat(outcome.text()).contains("with docker", "not built, so without an image: job-orchestrator");
        assertThat(Files.readString(bin.resolve("docker.log")))
                .contains("--target command-gateway ")
                .doesNotContain("job-orchestrator");
    }

    @Test
    void shouldShowTheEndOfABuildThatFails() throws Exception {
        engine("docker", "#!/bin/sh\n[ \"$1\" = info ] || { echo 'COPY: not found'; exit 1; }\n");

        Outcome outcome = images();

        assertThat(outcome.status()).isEqualTo(1);
        assertThat(outcome.text()).contains("COPY: not found", "the image of command-gateway cannot be built");
    }

    private record Outcome(int status, String text) {}

    private Outcome images() throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(
                        List.of("bash", checkout.resolve("downlink").toString(), "images"))
                .redirectErrorStream(true);
        builder.environment().put("PATH", bin + ":" + System.getenv("PATH"));
        builder.environment().put("DOWNLINK_BUILD", "never");
        Process process = builder.start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return new Outcome(process.exitValue(), text);
    }

    private void engine(String name, String script) throws IOException {
        Path file = Files.writeString(bin.resolve(name), script);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Path realPath() {
        try {
            return checkout.toRealPath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
