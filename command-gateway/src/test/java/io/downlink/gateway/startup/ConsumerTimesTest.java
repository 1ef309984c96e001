package io.downlink.gateway.startup;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConsumerTimesTest {

    @ParameterizedTest
    @CsvSource({
        "PT45S, PT5M, PT25S", // Kafka's defaults
        "PT99S, PT5M, PT61S",
        "PT6S, PT5M, PT20S",
        "PT10M, PT5M, PT100S",
        "PT45S, PT30S, PT10S"
    })
    void shouldAwaitCallsAsLongAsThoseOfOtherPartitionsNeedNotWait(
            Duration sessionTimeout, Duration pollInterval, Duration drain) {
        assertThat(new ConsumerTimes(sessionTimeout, pollInterval).drain()).isEqualTo(drain);
    }
}
