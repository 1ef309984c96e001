package io.downlink.contracts.commands;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestDefaultsTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            PT0S    | PT24H | 3   | lifetime is PT0S: more than zero, and lifetime-max (PT24H) at most
            PT24H1S | PT24H | 3   | lifetime is PT24H1S: more than zero, and lifetime-max (PT24H) at most
            PT1H    | PT24H | 0   | attempts-max is 0: 1 to 100
            PT1H    | PT24H | 101 | attempts-max is 101: 1 to 100
            """)
    void shouldRefuseWhatMakesNoSense(Duration lifetime, Duration lifetimeMax, int attemptsMax, String message) {
        assertThatThrownBy(() -> new RequestDefaults(
                        lifetime, lifetimeMax, attemptsMax, RequestDefaults.STANDARD.timeouts(), Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }
}
