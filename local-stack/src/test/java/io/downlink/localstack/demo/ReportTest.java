package io.downlink.localstack.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.downlink.localstack.console.Console;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReportTest {
    private static final Duration TOOK = Duration.ofMillis(46);
    private static final Scenario A = new Named("a");
    private static final Scenario B = new Named("b");

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final Report report =
            new Report(new Console(new PrintStream(printed, true, StandardCharsets.UTF_8), false));

    @Test
    void shouldTellWhatWasSeenWhenItHolds() {
        // when
        report.began(A);
        report.held(A, "completed", TOOK);

        // then
        assertThat(lines())
                .singleElement()
                .asString()
                .startsWith(" a ok   check a")
                .contains("completed", "46 ms");
        assertThat(report.result()).isEqualTo(new Demo.Result(1, List.of(), false));
    }

    @Test
    void shouldTellWhatHelpsWhenItDoesNotHold() {
        // when
        report.began(A);
        report.failed(A, "saw nothing", TOOK, List.of("look here"));
        report.notPlayed(B);

        // then
        assertThat(lines()).hasSize(2);
        assertThat(lines().getFirst()).startsWith(" a FAIL check a").contains("saw nothing");
        assertThat(lines().getLast()).isEqualTo("        look here");
        assertThat(report.result())
                .isEqualTo(new Demo.Result(2, List.of("a (check a)", "b (check b: not played)"), false));
    }

    @Test
    void shouldSayWhatWasInterruptedAndNothingOfWhatComesAfterwards() {
        // given
        report.began(A);
        report.held(A, "completed", TOOK);
        report.began(B);

        // when
        report.interrupt();
        report.failed(B, "its process has ended", TOOK, List.of("look here"));

        // then
        assertThat(lines()).hasSize(2);
        assertThat(lines().getLast()).isEqualTo(" b --   check b                      interrupted");
        assertThat(report.result()).isEqualTo(new Demo.Result(2, List.of(), true));
    }

    private List<String> lines() {
        return printed.toString(StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.isEmpty())
                .toList();
    }

    private record Named(String id) implements Scenario {
        @Override
        public String title() {
            return "check " + id;
        }

        @Override
        public String play(Stage stage) {
            throw new UnsupportedOperationException("not in this test");
        }
    }
}
