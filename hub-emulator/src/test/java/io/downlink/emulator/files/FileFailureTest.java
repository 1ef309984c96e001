package io.downlink.emulator.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileFailureTest {
    @TempDir
    private Path directory;

    @Test
    void shouldSayThatAFileDoesNotExist() {
        Path missing = directory.resolve("missing.pem");

        assertThat(reason(() -> Files.newInputStream(missing).close()))
                .isEqualTo(missing + " does not exist; look for a slip in the path");
    }

    @Test
    void shouldSayThatAFileStandsWhereADirectoryIsWanted() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));

        assertThat(reason(() -> Files.createDirectories(file)))
                .isEqualTo(file + " is there and is no directory; take another path");
        assertThat(reason(() -> Files.createDirectories(file.resolve("inner")))).doesNotContain("Exception");
    }

    private static String reason(ThrowingCallable use) {
        return FileFailure.reason(catchThrowableOfType(IOException.class, use));
    }
}
