package io.downlink.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest {
    private final Secrets secrets = new Secrets(List.of("of-kafka"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "password=of-kafka",
                "key MRtcGGQRDkdtzXmkEgbdPr4PjIpLZP75rTddrR8hsFY= of the policy",
                "HostName=hub;SharedAccessKeyName=service;SharedAccessKey=short",
                "SharedAccessSignature sr=hub&sig=abc",
                "GET /devices?sig=abc",
                "Authorization: Bearer abc",
                "{authorization=SharedAccess}",
                "token eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0.x"
            })
    void shouldFindASecret(String line) {
        assertThat(secrets.foundIn(List.of("before", line))).containsExactly(line);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sasl.jaas.config = [hidden]",
                "cannot read SharedAccessKey=… of the connection string",
                "digest v1:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                "authorization is refused"
            })
    void shouldPassWhatIsNone(String line) {
        assertThat(secrets.foundIn(List.of(line))).isEmpty();
    }
}
