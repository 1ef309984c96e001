package io.downlink.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CallTimeoutsTest {

    @ParameterizedTest
    @CsvSource({"PT0S, PT5S, PT15S", "PT1S, PT30S, PT41S", "PT5M, PT5M, PT610S"})
    void shouldWaitLongerThanTheCallMayTake(Duration connect, Duration response, Duration end) {
        MethodCall call = new MethodCall("d", null, "m", "{}", connect, response);

        assertThat(CallTimeouts.DEFAULTS.endOf(call)).isEqualTo(end);
    }
}
