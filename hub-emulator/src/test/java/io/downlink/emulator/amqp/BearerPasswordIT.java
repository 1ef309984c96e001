package io.downlink.emulator.amqp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.downlink.emulator.HubEmulator;
import io.downlink.emulator.TestHub;
import io.downlink.emulator.TestIssuer;
import io.downlink.emulator.security.AccessRules;
import java.time.Instant;
import javax.security.sasl.AuthenticationException;
import org.junit.jupiter.api.Test;

/** A bearer token where only a shared access signature belongs. */
class BearerPasswordIT {
    /** RS256 by the key "only", of nothing; a good one is longer than a frame of this layer may be. */
    private static final String SHORT = "Bearer eyJhbGciOiJSUzI1NiIsImtpZCI6Im9ubHkifQ.e30.AAAA";

    @Test
    void shouldRefuseABearerTokenAsAPasswordWithoutAskingItsIssuer() throws Exception {
        try (TestIssuer issuer = new TestIssuer("127.62.0.30");
                HubEmulator emulator =
                        TestHub.start("127.62.0.31", AccessRules.DEFAULT.withIssuer(issuer.settings()))) {
            String token =
                    "Bearer " + issuer.token(issuer.publishKey("only"), Instant.now(), "IoT Hub Data Contributor");

            assertThatThrownBy(() -> RawAmqp.plain(emulator, "service@sas.root.hub", SHORT))
                    .hasCauseInstanceOf(AuthenticationException.class);

            assertThat(issuer.fetches()).isZero();
            try (RawAmqp client = RawAmqp.connect(emulator)) {
                assertThat(client.putToken("1", "Bearer", token)
                                .getApplicationProperties()
                                .getValue())
                        .as("where it belongs")
                        .containsEntry("status-code", 200);
            }
        }
    }
}
