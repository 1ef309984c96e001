package io.downlink.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** {@code ./downlink demo}: what a newcomer runs first. */
class DemoIT {

    private static final Duration DEMO_MAX = Duration.ofMinutes(8);
    private static final List<String> PROCESSES =
            List.of("kafka", "hub", "command-gateway", "feedback-collector", "job-orchestrator", "device-simulator");
    private static final Pattern PID = Pattern.compile(" pid (\\d+) ");

    @Test
    void shouldHoldEveryCheckAndLeaveNoProcessBehind() {
        try (DownlinkProcess demo = DownlinkProcess.downlink("demo")) {
            // when
            int status = demo.awaitExit(DEMO_MAX);

            // then
            assertThat(status).as(demo.transcript()).isZero();
            for (String scenario : List.of("a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "m")) {
                assertThat(demo.lines())
                        .as("scenario %s of:%n%s", scenario, demo.transcript())
                        .anyMatch(line -> line.startsWith(" " + scenario + " ok "));
            }
            assertThat(demo.lines())
                    .filteredOn(line -> line.startsWith(" h ok "))
                    .hasSize(2);
            assertThat(demo.lines()).noneMatch(line -> line.contains(" FAIL "));
            assertThat(demo.lines())
                    .as("no colours and no carriage returns into a pipe")
                    .noneMatch(line -> line.chars().anyMatch(character -> character == '\u001b' || character == '\r'));
            List<Long> pids = PROCESSES.stream().map(name -> pid(demo, name)).toList();
            assertThat(pids).as("separate processes").doesNotHaveDuplicates();
            assertThat(pids)
                    .allSatisfy(pid -> assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive))
                            .as("process %s has ended", pid)
                            .isEmpty());
        }
    }

    @Test
    void shouldSayWhatFailedWhenAServiceIsKilledHalfWay() {
        try (DownlinkProcess demo = DownlinkProcess.downlink("demo")) {
            // given
            demo.awaitLine(" a ok ", DEMO_MAX);
            long gateway = pid(demo, "command-gateway");

            // when
            ProcessHandle.of(gateway).orElseThrow().destroyForcibly();

            // then
            assertThat(demo.awaitExit(DEMO_MAX)).as(demo.transcript()).isNotZero();
            assertThat(demo.transcript())
                    .contains("FAIL")
                    .contains("command-gateway (pid " + gateway + ") ended with status 137")
                    .contains("command-gateway.log");
        }
    }

    @Test
    void shouldEndEveryChildWhenInterrupted() {
        try (DownlinkProcess demo = DownlinkProcess.downlink("demo")) {
            // given
            demo.awaitLine(" a ok ", DEMO_MAX);
            List<ProcessHandle> children = PROCESSES.stream()
                    .map(name -> ProcessHandle.of(pid(demo, name)).orElseThrow())
                    .toList();

            // when
            demo.interrupt();

            // then
            assertThat(demo.awaitExit(Duration.ofSeconds(60))).isNotZero();
            assertThat(demo.transcript()).contains("interrupted").doesNotContain("FAIL");
            await().atMost(Duration.ofSeconds(10))
                    .untilAsserted(() -> assertThat(children).noneMatch(ProcessHandle::isAlive));
        }
    }

    private static long pid(DownlinkProcess demo, String process) {
        return demo.lines().stream()
                .filter(line -> line.contains(" " + process + " ") || line.startsWith(process))
                .map(PID::matcher)
                .filter(Matcher::find)
                .map(found -> Long.parseLong(found.group(1)))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no pid of %s in:%n%s".formatted(process, demo.transcript())));
    }
}
