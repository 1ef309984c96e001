package io.downlink.localstack.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ProcessGroupTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-12-01T10:00:00Z"), ZoneOffset.UTC);
    private static final String FOREVER = "echo ready; while true; do sleep 0.1; done";

    @TempDir
    Path dir;

    @Test
    void shouldEndEveryProcessWhenItIsClosed() throws IOException {
        ServiceProcess first;
        ServiceProcess second;
        try (ProcessGroup group = ProcessGroup.open(CLOCK)) {
            first = group.start(shell("first", FOREVER));
            second = group.start(shell("second", FOREVER));
            assertThat(first.ended()).isEmpty();
            assertThat(second.ended()).isEmpty();
        }
        assertThat(first.ended()).isPresent();
        assertThat(second.ended()).isPresent();
    }

    @Test
    void shouldTellHowAProcessEndedByItself() throws IOException {
        try (ProcessGroup group = ProcessGroup.open(CLOCK)) {
            ServiceProcess process = group.start(shell("failing", "echo one; echo two; exit 3"));
            await().untilAsserted(
                            () -> assertThat(process.ended()).contains(new ServiceProcess.Ended(3, CLOCK.instant())));
            assertThat(process.log().end()).endsWith("failing.log:2");
            assertThat(process.log().lastWords()).isEqualTo("two");
        }
    }

    @Test
    void shouldLeaveAProcessRunningWhenCtrlCReachesIt() throws IOException {
        try (ProcessGroup group = ProcessGroup.open(CLOCK)) {
            ServiceProcess process = group.start(shell("patient", "kill -INT $$; " + FOREVER));
            await().until(() -> process.log().find(Pattern.compile("^ready$")).isPresent());
            assertThat(process.ended()).isEmpty();
        }
    }

    @Test
    void shouldStartNothingWhenItIsClosed() throws IOException {
        ProcessGroup group = ProcessGroup.open(CLOCK);
        group.close();
        assertThatThrownBy(() -> group.start(shell("late", FOREVER)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("late is not started");
    }

    @Test
    void shouldEndTheProcessesWhenTheirGuardLosesUs() throws IOException {
        // given
        Guard guard = Guard.start();
        ServiceProcess process = ServiceProcess.start(shell("orphan", FOREVER), CLOCK);
        guard.watch(process);
        // when the pipe closes without a word, as it does when we are killed
        guard.abandon();
        // then
        await().until(() -> process.ended().isPresent());
    }

    private Application shell(String name, String script) {
        return new Application(name, List.of("sh", "-c", script), dir.resolve(name + ".log"));
    }
}
