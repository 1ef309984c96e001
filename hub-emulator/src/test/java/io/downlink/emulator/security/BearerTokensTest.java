package io.downlink.emulator.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.downlink.emulator.DevelopmentKeys;
import io.downlink.emulator.TestIssuer;
import io.downlink.emulator.hub.HubError;
import io.downlink.emulator.hub.HubException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BearerTokensTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final long SECOND = NOW.getEpochSecond();
    private static final String CONTRIBUTOR = "IoT Hub Data Contributor";

    private final TestIssuer issuer = new TestIssuer("127.61.0.2");
    private final RsaJsonWebKey key = issuer.publishKey("first");
    private final ServiceAuthorizer authorizer = authorizer(issuer.settings());

    @AfterEach
    void stop() {
        issuer.close();
    }

    @Test
    void shouldGiveEachRoleItsRights() {
        Map<String, Set<Right>> rights = Map.of(
                CONTRIBUTOR,
                EnumSet.range(Right.REGISTRY_READ, Right.MESSAGES),
                "IoT Hub Data Reader",
                Set.of(Right.REGISTRY_READ, Right.TWIN_READ, Right.JOB_READ, Right.STATISTICS_READ),
                "IoT Hub Registry Contributor",
                Set.of(Right.REGISTRY_READ, Right.REGISTRY_WRITE),
                "IoT Hub Twin Contributor",
                Set.of(Right.TWIN_READ, Right.TWIN_WRITE),
                "Owner",
                Set.of());
        rights.forEach((role, allowed) -> {
            String token = issuer.token(key, NOW, role);
            for (Right right : Right.values()) {
                assertThat(allowed(authorizer, token, right))
                        .as(role + " " + right)
                        .isEqualTo(allowed.contains(right));
            }
        });
    }

    @Test
    void shouldSayWhenATokenEnds() {
        assertThat(authorizer.authorize("bearer " + issuer.token(key, NOW, CONTRIBUTOR), Right.TWIN_READ))
                .isEqualTo(NOW.plusSeconds(600));
    }

    @Test
    void shouldRefuseWhatAnotherMadeOrForAnother() {
        assertRefused(issuer.token(TestIssuer.newKey("first"), NOW, CONTRIBUTOR));
        assertRefused(claims -> claims.setIssuer("https://sts.windows.net/other/"));
        assertRefused(claims -> claims.setAudience("https://graph.microsoft.com"));
        assertRefused(claims -> claims.unsetClaim("iss"));
        assertRefused(claims -> claims.unsetClaim("aud"));
    }

    @Test
    void shouldRefuseATokenBeforeAndAfterItsTimeAndOneWithoutAnEnd() {
        assertRefused(claims -> claims.setNotBefore(NumericDate.fromSeconds(SECOND + 1)));
        assertRefused(claims -> claims.setExpirationTime(NumericDate.fromSeconds(SECOND)));
        assertRefused(claims -> claims.unsetClaim("exp"));
    }

    @Test
    void shouldRefuseATokenThatIsNotSignedOrChanged() {
        String[] parts = issuer.token(key, NOW, "IoT Hub Data Reader").split("\\.", -1);
        String none = encoded("{\"alg\":\"none\"}") + "." + parts[1] + ".";
        String more = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8)
                .replace("IoT Hub Data Reader", CONTRIBUTOR);

        assertRefused(none);
        assertRefused(parts[0] + "." + encoded(more) + "." + parts[2]);
        assertRefused("nothing");
        assertRefused("");
    }

    @Test
    void shouldRefuseRolesThatAreNoList() {
        assertRefused(claims -> claims.setClaim("roles", 7));
    }

    @Test
    void shouldFetchTheKeysOnceAndAgainForAKeyThatItDoesNotKnow() {
        issuer.token(key, NOW, CONTRIBUTOR);
        assertThat(allowed(authorizer, issuer.token(key, NOW, CONTRIBUTOR), Right.TWIN_READ))
                .isTrue();
        assertThat(allowed(authorizer, issuer.token(key, NOW.plusSeconds(0), "IoT Hub Data Reader"), Right.TWIN_READ))
                .isTrue();
        assertThat(issuer.fetches()).isEqualTo(1);

        RsaJsonWebKey next = issuer.publishKey("next");

        // The keys are not asked for more often than a few times a second.
        await().until(() -> allowed(authorizer, issuer.token(next, NOW, CONTRIBUTOR), Right.TWIN_READ));
        assertThat(issuer.fetches()).isEqualTo(2);
    }

    @Test
    void shouldJudgeATokenAgainWithoutWaiting() {
        String token = "Bearer " + issuer.token(key, NOW, CONTRIBUTOR);
        assertThat(authorizer.mayWait(token)).isTrue();

        authorizer.authorize(token, Right.TWIN_READ);

        assertThat(authorizer.mayWait(token)).isFalse();
        assertThat(authorizer.mayWait("SharedAccessSignature sr=x")).isFalse();
        assertThat(authorizer.mayWait(null)).isFalse();
    }

    @Test
    void shouldGiveEveryTokenTheRolesOfAll() {
        ServiceAuthorizer generous = authorizer(issuer.settings().withRolesOfAll(Set.of("IoT Hub Twin Contributor")));
        String token = issuer.token(key, NOW, claims -> {});

        assertThat(allowed(generous, token, Right.TWIN_WRITE)).isTrue();
        assertThat(allowed(generous, token, Right.REGISTRY_READ)).isFalse();
        assertThat(allowed(authorizer, token, Right.TWIN_WRITE)).isFalse();
        assertThatThrownBy(() -> issuer.settings().withRolesOfAll(Set.of("Owner")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldRefuseEveryTokenWithoutAnIssuerOrWithoutItsKeys() {
        String token = issuer.token(key, NOW, CONTRIBUTOR);
        ServiceAuthorizer without = new ServiceAuthorizer(
                new HostNames(List.of("127.0.0.1")), DevelopmentKeys.policies(), AccessRules.DEFAULT, clock());
        TokenIssuer elsewhere = issuer.settings().withKeys(URI.create("http://127.61.0.3:9/keys"));

        assertThat(allowed(without, token, Right.TWIN_READ)).isFalse();
        assertThat(allowed(authorizer(elsewhere), token, Right.TWIN_READ)).isFalse();
    }

    private void assertRefused(Consumer<JwtClaims> change) {
        assertRefused(issuer.token(key, NOW, change.andThen(claims -> {
            if (!claims.hasClaim("roles")) {
                claims.setStringListClaim("roles", CONTRIBUTOR);
            }
        })));
    }

    private void assertRefused(String token) {
        assertThat(allowed(authorizer, token, Right.TWIN_READ)).isFalse();
    }

    private static boolean allowed(ServiceAuthorizer authorizer, String token, Right right) {
        try {
            authorizer.authorize("Bearer " + token, right);
            return true;
        } catch (HubException refusal) {
            assertThat(refusal.error()).isEqualTo(HubError.UNAUTHORIZED);
            return false;
        }
    }

    private static ServiceAuthorizer authorizer(TokenIssuer issuer) {
        return new ServiceAuthorizer(
                new HostNames(List.of("127.0.0.1")),
                DevelopmentKeys.policies(),
                AccessRules.DEFAULT.withIssuer(issuer),
                clock());
    }

    private static Clock clock() {
        return Clock.fixed(NOW, ZoneOffset.UTC);
    }

    private static String encoded(String json) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }
}
