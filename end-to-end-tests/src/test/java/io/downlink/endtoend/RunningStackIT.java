package io.downlink.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** {@code ./downlink demo --stack running}: the same scenarios, against what somebody else has started. */
class RunningStackIT {

    private static final String HUB_ADDRESS = "127.55.0.1";
    private static final Duration START_MAX = Duration.ofMinutes(2);
    private static final Duration DEMO_MAX = Duration.ofMinutes(8);
    private static final Pattern PROCESS =
            Pattern.compile("(kafka|hub|command-gateway|feedback-collector|job-orchestrator) +pid \\d+");

    private final List<String> addresses = new ArrayList<>(List.of("--hub-address", HUB_ADDRESS));

    RunningStackIT() {
        for (String option : List.of("--kafka-port", "--gateway-port", "--collector-port", "--orchestrator-port")) {
            addresses.addAll(List.of(option, Integer.toString(freePort())));
        }
    }

    @Test
    void shouldHoldEveryCheckTwiceAndLeaveTheStackAlone() {
        try (DownlinkProcess up = DownlinkProcess.downlink(with("up", "--fresh"))) {
            // given
            up.awaitLine("Ctrl-C", START_MAX);

            for (int run = 1; run <= 2; run++) { // what the first has left must not disturb the second
                try (DownlinkProcess demo = DownlinkProcess.downlink(with("demo", "--stack", "running"))) {
                    // when
                    int status = demo.awaitExit(DEMO_MAX);

                    // then
                    assertThat(status).as("run %d:%n%s", run, demo.transcript()).isZero();
                    assertThat(demo.lines()).anyMatch(line -> line.startsWith(" a ok   reboot on demo-1 "));
                    assertThat(demo.lines()).noneMatch(PROCESS.asPredicate());
                    assertThat(demo.transcript()).contains("1 process ");
                }
            }
            up.interrupt();
            up.awaitExit(START_MAX);
            assertThat(up.transcript()).contains("all ended").doesNotContain("ended with status");
        }
    }

    @Test
    void shouldSayWhatToDoWhenNothingRuns() {
        try (DownlinkProcess demo = DownlinkProcess.downlink(with("demo", "--stack", "running"))) {
            // when
            int status = demo.awaitExit(DEMO_MAX);

            // then
            assertThat(status).as(demo.transcript()).isEqualTo(1);
            assertThat(demo.lines().getLast())
                    .startsWith("downlink: no Kafka answers at localhost:")
                    .contains("./downlink up")
                    .contains("./downlink images and docker compose up -d");
        }
    }

    private String[] with(String... words) {
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(addresses);
        return all.toArray(String[]::new);
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            return socket.getLocalPort();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
