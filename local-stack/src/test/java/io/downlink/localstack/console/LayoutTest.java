package io.downlink.localstack.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LayoutTest {

    @ParameterizedTest
    @CsvSource({
        "PT0.046S, 46 ms",
        "PT0.999S, 999 ms",
        "PT1S, 1.0 s",
        "PT15.24S, 15.2 s",
        "PT59.9S, 59.9 s",
        "PT1M, 1 min 0 s",
        "PT2M31S, 2 min 31 s"
    })
    void shouldSayTimesAsPeopleDo(Duration time, String text) {
        assertThat(Layout.took(time)).isEqualTo(text);
    }

    @Test
    void shouldPutTheStateOfEveryStepInOneColumn() {
        assertThat(Layout.step("starting", Layout.process("kafka", 4101, "localhost:9092"), "ready"))
                .startsWith("starting        kafka              pid 4101  localhost:9092  ")
                .hasSize(84 + "ready".length());
        assertThat(Layout.step("running", Layout.process("kafka", "localhost:9092"), "answers"))
                .startsWith("running         kafka              localhost:9092  ")
                .hasSize(84 + "answers".length());
        assertThat(Layout.step("stopping", "6 processes", "all ended")).hasSize(84 + "all ended".length());
    }

    @Test
    void shouldEndEveryCheckInOneColumn() {
        assertThat(Layout.check("a", true, "reboot on pump-1", "completed  200", Duration.ofMillis(46)))
                .startsWith(" a ok   reboot on pump-1             completed  200  ")
                .endsWith(" 46 ms")
                .hasSize(115);
        assertThat(Layout.check("c", false, "job", "nothing", Duration.ZERO)).startsWith(" c FAIL job  ");
    }
}
