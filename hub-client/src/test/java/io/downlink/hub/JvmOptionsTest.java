package io.downlink.hub;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JvmOptionsTest {

    @Test
    void shouldRefuseAJvmThatRepeatsRequestsByItself() {
        assertThatIllegalStateException()
                .isThrownBy(() -> check(Map.of("http.maxConnections", "1000")))
                .withMessageEndingWith("start this JVM with -Dsun.net.http.retryPost=false");
        assertThatIllegalStateException().isThrownBy(() -> check(Map.of("sun.net.http.retryPost", "true")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1000", "5", "0", "many"})
    void shouldOnlyWarnWhenFewConnectionsAreKept(String connectionsKept) {
        assertThatCode(() -> check(Map.of("sun.net.http.retryPost", "false", "http.maxConnections", connectionsKept)))
                .doesNotThrowAnyException();
    }

    private static void check(Map<String, String> properties) {
        new JvmOptions(properties::get).check(1000);
    }
}
