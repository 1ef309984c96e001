package io.downlink.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The patches that break the code on purpose: one that no longer applies proves nothing, and nobody would see it. */
class MutantsTest {
    private static final Path MUTANTS = Repository.ROOT.resolve("end-to-end-tests/mutants");

    @ParameterizedTest
    @MethodSource("patches")
    void shouldApplyToTheCodeAsItIs(Path patch) throws IOException, InterruptedException {
        Process git = check(MUTANTS.resolve(patch));
        String said = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(git.waitFor()).as(said).isZero();
    }

    /** A checkout may have been unpacked where there is no git. */
    private static Process check(Path patch) {
        try {
            return new ProcessBuilder("git", "apply", "--check", patch.toString())
                    .directory(Repository.ROOT.toFile())
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException e) {
            return abort("git cannot be run: " + e);
        }
    }

    static List<Path> patches() throws IOException {
        try (Stream<Path> files = Files.list(MUTANTS)) {
            return files.map(Path::getFileName)
                    .filter(file -> file.toString().endsWith(".patch"))
                    .sorted()
                    .toList();
        }
    }
}
