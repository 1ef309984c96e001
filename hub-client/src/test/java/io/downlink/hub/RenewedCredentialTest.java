package io.downlink.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class RenewedCredentialTest {
    private static final Instant START = Instant.parse("2026-12-01T10:00:00Z");
    private static final HubSettings HUB = new HubSettings(
            "default", "My-Hub.azure-devices.net", 8443, new SharedAccessPolicy("service", "a2V5"), null, 1);

    private Instant now = START;
    private final RenewedCredential credential = RenewedCredential.of(
            HUB, new SharedAccessPolicy("service", "a2V5"), ((InstantSource) () -> now).withZone(ZoneOffset.UTC));

    @Test
    void shouldSignForAnHourAndTheHostWithoutItsPort() {
        assertThat(signature())
                .startsWith("SharedAccessSignature sr=my-hub.azure-devices.net&sig=")
                .endsWith("&se=" + START.plus(Duration.ofHours(1)).getEpochSecond() + "&skn=service");
    }

    @Test
    void shouldKeepTheTokenWhenLessThanHalfOfItsLifeIsOver() {
        // given
        String first = signature();
        // when
        now = START.plus(Duration.ofMinutes(30)).minusMillis(1);
        credential.renewWhenDue();
        // then
        assertThat(signature()).isEqualTo(first);
    }

    @Test
    void shouldSignAnewEachTimeHalfOfItsLifeIsOver() {
        for (int renewal = 1; renewal <= 3; renewal++) {
            // when
            now = START.plus(Duration.ofMinutes(30L * renewal));
            credential.renewWhenDue();
            // then
            assertThat(signature())
                    .contains("&se=" + now.plus(Duration.ofHours(1)).getEpochSecond());
        }
    }

    @Test
    void shouldSignAnewAtOnceWhenTheMachineWasAsleep() {
        // when
        now = START.plus(Duration.ofDays(3));
        credential.renewWhenDue();
        // then
        assertThat(signature()).contains("&se=" + now.plus(Duration.ofHours(1)).getEpochSecond());
    }

    private String signature() {
        return credential.authorization().await().indefinitely();
    }
}
