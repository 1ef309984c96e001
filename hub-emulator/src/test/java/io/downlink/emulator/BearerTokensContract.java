package io.downlink.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenCredential;
import com.microsoft.azure.sdk.iot.service.exceptions.IotHubUnauthorizedException;
import io.downlink.emulator.conformance.Covers;
import io.downlink.emulator.conformance.Feature;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.jose4j.jwk.RsaJsonWebKey;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/** Services that show a token of the hub's issuer, and no key of the hub. */
@Covers(Feature.BEARER_TOKENS)
abstract class BearerTokensContract extends TransportContract {
    private static final String CONTRIBUTOR = "IoT Hub Data Contributor";

    /** The SDK tells the status of HTTP, also of what it is refused over AMQP. */
    private static final int UNAUTHORIZED = 401;

    private RsaJsonWebKey key;

    /** Does what needs a credential, and the role of a contributor. */
    abstract void use(TokenCredential credential) throws Exception;

    @BeforeEach
    final void haveKey() {
        key = setting().issuer().standingKey();
    }

    @Test
    void shouldLetInAServiceByItsRole() {
        assertThatCode(() -> use(credential(key, Instant.now(), CONTRIBUTOR))).doesNotThrowAnyException();
    }

    @Test
    void shouldRefuseARoleThatAllowsSomethingElse() {
        assertRefused(credential(key, Instant.now(), "IoT Hub Twin Contributor"));
    }

    @Test
    void shouldRefuseATokenThatHasExpired() {
        assertRefused(credential(key, Instant.now().minusSeconds(700), CONTRIBUTOR));
    }

    @Test
    void shouldRefuseATokenThatAStrangerHasSigned() {
        assertRefused(credential(TestIssuer.newKey(key.getKeyId()), Instant.now(), CONTRIBUTOR));
    }

    private void assertRefused(TokenCredential credential) {
        assertThatThrownBy(() -> use(credential))
                .isInstanceOfSatisfying(
                        IotHubUnauthorizedException.class,
                        refusal -> assertThat(refusal.getErrorCode()).isEqualTo(UNAUTHORIZED));
    }

    /** What the SDK is told of the token's end is always far away, so that the hub has to see to it. */
    private TokenCredential credential(RsaJsonWebKey signer, Instant now, String role) {
        String token = setting().issuer().token(signer, now, role);
        return _ -> Mono.just(
                new AccessToken(token, OffsetDateTime.now(ZoneOffset.UTC).plusMinutes(10)));
    }
}
