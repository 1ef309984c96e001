package io.downlink.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MethodCallTest {

    @ParameterizedTest
    @ValueSource(strings = {"a", "A-:.+%_#*?!(),=@;$'9", "...", "a%2Fb"})
    void shouldTakeEveryIdOfTheHubsAlphabet(String id) {
        assertThat(call(id, id, "m", "{}", "PT0S", "PT5S").deviceId()).isEqualTo(id);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a/b", "a b", "a\nb", "ä", "a\\b", "a\"b", "a&b", ".", ".."})
    void shouldRefuseIdsThatNoDeviceCanHave(String id) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> call(id, null, "m", "{}", "PT0S", "PT5S"))
                .withMessageStartingWith("deviceId: ");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> call("d", id, "m", "{}", "PT0S", "PT5S"))
                .withMessageStartingWith("moduleId: ");
    }

    @Test
    void shouldTakeWhatIsAtTheLimitAndRefuseWhatIsBeyond() {
        String id = "i".repeat(128);
        String euros = "\"" + "€".repeat((MethodCall.PAYLOAD_BYTES_MAX - 2) / 3);
        assertThat(call(id, id, id, euros + "\"", "PT5M", "PT5M")).isNotNull();
        assertThatIllegalArgumentException().isThrownBy(() -> call(id + "i", null, "m", "{}", "PT0S", "PT5S"));
        assertThatIllegalArgumentException().isThrownBy(() -> call("d", null, id + "i", "{}", "PT0S", "PT5S"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> call("d", null, "m", euros + "€\"", "PT0S", "PT5S"))
                .withMessage("payload: at most 131072 bytes in UTF-8");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a.b", "a b", "$a"})
    void shouldRefuseMethodNamesThatTheHubDoesNotTake(String method) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> call("d", null, method, "{}", "PT0S", "PT5S"))
                .withMessageStartingWith("method: ");
    }

    @ParameterizedTest
    @CsvSource({
        "PT0S, PT4S, responseTimeout",
        "PT0S, PT301S, responseTimeout",
        "PT0S, PT5.5S, responseTimeout",
        "PT-1S, PT5S, connectTimeout",
        "PT301S, PT300S, connectTimeout",
        "PT6S, PT5S, not longer than the response timeout"
    })
    void shouldRefuseTimeoutsThatTheHubDoesNotTake(String connect, String response, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> call("d", null, "m", "{}", connect, response))
                .withMessageContaining(message);
    }

    private static MethodCall call(
            String deviceId,
            @Nullable String moduleId,
            String method,
            String payload,
            String connectTimeout,
            String responseTimeout) {
        return new MethodCall(
                deviceId, moduleId, method, payload, Duration.parse(connectTimeout), Duration.parse(responseTimeout));
    }
}
