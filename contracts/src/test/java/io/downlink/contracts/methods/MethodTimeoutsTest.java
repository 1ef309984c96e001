package io.downlink.contracts.methods;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MethodTimeoutsTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            PT0S  | PT4S   | response-timeout is PT4S: PT5S to PT5M (5 to 300 seconds), whole seconds
            PT0S  | PT5.5S | response-timeout is PT5.5S: PT5S to PT5M (5 to 300 seconds), whole seconds
            PT-1S | PT5S   | connect-timeout is PT-1S: PT0S to PT5M (0 to 300 seconds), whole seconds
            PT6S  | PT5S   | connect-timeout (PT6S) is longer than response-timeout (PT5S)
            """)
    void shouldRefuseTimeoutsThatTheHubRefuses(Duration connect, Duration response, String message) {
        assertThatThrownBy(() -> new MethodTimeouts(connect, response))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @Test
    void shouldTakeTimeoutsAtTheirEnds() {
        assertThatCode(() -> new MethodTimeouts(Duration.ofMinutes(5), Duration.ofMinutes(5)))
                .doesNotThrowAnyException();
    }
}
