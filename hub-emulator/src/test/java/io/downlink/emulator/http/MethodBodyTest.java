package io.downlink.emulator.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.downlink.emulator.hub.HubException;
import io.downlink.emulator.hub.MethodAnswer;
import io.downlink.emulator.hub.MethodCall;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MethodBodyTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "true",
                "0",
                "-1.50e+3",
                "12345678901234567890.10",
                "\"\"",
                "\"ä€😀 \\\" \\u0041\"",
                "[]",
                "[ 1 , {\"b\" : null } ]",
                "{}",
                "{ \"a\" : [1, 2] }"
            })
    void shouldPassThePayloadThroughAsItIs(String payload) {
        for (String form : new String[] {
            "{\"methodName\":\"m€\",\"payload\":%s}",
            "{ \"payload\" : %s , \"methodName\" : \"m€\" , \"other\" : [{}] }",
            "{\"payload\":%s,\"methodName\":\"m€\",\"responseTimeoutInSeconds\":null}"
        }) {
            MethodCall call = read(form.formatted(payload));

            assertThat(call.payload()).isEqualTo(payload);
            assertThat(call.method()).isEqualTo("m€");
        }
    }

    @Test
    void shouldHaveTheDefaultsOfTheService() {
        MethodCall call = read("{\"methodName\":\"m\"}");

        assertThat(call.responseTimeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(call.connectTimeout()).isEqualTo(Duration.ZERO);
        assertThat(call.payload()).isEqualTo("null");
    }

    @Test
    void shouldReadBothTimeouts() {
        MethodCall call = read("{\"methodName\":\"m\",\"responseTimeoutInSeconds\":200,\"connectTimeoutInSeconds\":7}");

        assertThat(call.responseTimeout()).isEqualTo(Duration.ofSeconds(200));
        assertThat(call.connectTimeout()).isEqualTo(Duration.ofSeconds(7));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "7",
                "{",
                "{\"methodName\":\"m\",\"payload\":}",
                "{\"methodName\":\"m\",\"payload\":{]}",
                "{\"methodName\":\"m\",\"connectTimeoutInSeconds\":99999999999999}",
                "{\"methodName\":\"m\""
            })
    void shouldRefuseWhatIsNoMethod(String body) {
        assertThatThrownBy(() -> read(body)).isInstanceOf(HubException.class);
    }

    @Test
    void shouldWriteTheAnswerAsItIs() {
        assertThat(new String(MethodBody.write(new MethodAnswer(-1, "\"ä\"")), StandardCharsets.UTF_8))
                .isEqualTo("{\"status\":-1,\"payload\":\"ä\"}");
    }

    private static MethodCall read(String body) {
        return MethodBody.read(body.getBytes(StandardCharsets.UTF_8));
    }
}
