package io.downlink.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenCredential;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

class EntraTokensTest {
    private static final Duration LIFE = Duration.ofHours(1);

    private Instant now = Instant.parse("2026-12-01T10:00:00Z");
    private int given;
    private boolean down;
    private final TokenCredential entra = _ -> down
            ? Mono.error(new IllegalStateException("AADSTS90033: a transient error"))
            : Mono.just(new AccessToken("token-" + ++given, now.plus(LIFE).atOffset(ZoneOffset.UTC)));
    private final EntraTokens tokens =
            new EntraTokens("plant", entra, null, ((InstantSource) () -> now).withZone(ZoneOffset.UTC));

    @Test
    void shouldFetchATokenOnceForManyCalls() {
        assertThat(authorization()).isEqualTo("Bearer token-1");
        assertThat(authorization()).isEqualTo("Bearer token-1");
    }

    @Test
    void shouldRenewWhenHalfOfTheTokensLifeIsOver() {
        // given
        tokens.renewWhenDue();
        // when
        now = now.plus(LIFE.dividedBy(2)).minusMillis(1);
        tokens.renewWhenDue();
        // then
        assertThat(authorization()).isEqualTo("Bearer token-1");
        // when
        now = now.plusMillis(1);
        tokens.renewWhenDue();
        // then
        assertThat(authorization()).isEqualTo("Bearer token-2");
    }

    @Test
    void shouldKeepAGoodTokenWhileNoneIsGiven() {
        // given
        tokens.renewWhenDue();
        down = true;
        // when
        now = now.plus(LIFE).minusMillis(1);
        tokens.renewWhenDue();
        // then
        assertThat(authorization()).isEqualTo("Bearer token-1");
    }

    @Test
    void shouldSayThatNothingWasSentWhenThereIsNoToken() {
        // given
        down = true;
        // then
        assertThatThrownBy(this::authorization)
                .isInstanceOfSatisfying(
                        HubException.class,
                        thrown -> assertThat(thrown.failure())
                                .isInstanceOfSatisfying(
                                        HubFailure.Unreachable.class,
                                        failure -> assertThat(failure.evidence().detail())
                                                .contains("no token from Microsoft Entra ID")
                                                .contains("AADSTS90033")));
        // when it is over
        down = false;
        // then
        assertThat(authorization()).isEqualTo("Bearer token-1");
    }

    private String authorization() {
        return tokens.authorization().await().atMost(Duration.ofSeconds(10));
    }
}
