package io.downlink.emulator.virtual;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordFileTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC);

    @TempDir
    private Path directory;

    @Test
    void shouldKeepALineForEachExecutionAndGoOnWithTheFile() throws IOException {
        // given
        Path file = directory.resolve("executed.jsonl");

        // when
        try (RecordFile executions = RecordFile.open(file, CLOCK)) {
            executions.executed("v-1", "reboot", "{\"a\":{\"commandId\":\"inner\"},\"commandId\":\"c-1\",\"b\":1}");
        }
        try (RecordFile executions = RecordFile.open(file, CLOCK)) {
            executions.executed("v-2", "say \"hi\"", "[1]");
            executions.executed("v-3", "stop", "{\"commandId\":{}}");
            executions.executed("v-4", "stop", "{\"commandId\":7}");
        }

        // then
        assertThat(Files.readAllLines(file))
                .containsExactly(
                        "{\"time\":\"2026-01-01T00:00:00Z\",\"device\":\"v-1\",\"method\":\"reboot\",\"commandId\":\"c-1\"}",
                        "{\"time\":\"2026-01-01T00:00:00Z\",\"device\":\"v-2\",\"method\":\"say \\\"hi\\\"\"}",
                        "{\"time\":\"2026-01-01T00:00:00Z\",\"device\":\"v-3\",\"method\":\"stop\"}",
                        "{\"time\":\"2026-01-01T00:00:00Z\",\"device\":\"v-4\",\"method\":\"stop\",\"commandId\":\"7\"}");
    }
}
