package io.downlink.emulator.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.downlink.emulator.DevelopmentKeys;
import io.downlink.emulator.Tokens;
import io.downlink.emulator.hub.HubException;
import io.downlink.emulator.hub.SymmetricKeys;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServiceAuthorizerTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final String HOST = "127.0.0.1";
    private static final String ALIAS = "hub.downlink.test";

    private final ServiceAuthorizer authorizer = new ServiceAuthorizer(
            new HostNames(List.of(HOST, ALIAS)),
            DevelopmentKeys.policies(),
            AccessRules.DEFAULT,
            Clock.fixed(NOW, ZoneOffset.UTC));

    @ParameterizedTest
    @EnumSource(Right.class)
    void shouldGiveEachPolicyItsRights(Right right) {
        Map<String, Set<Right>> rights = Map.of(
                "iothubowner", EnumSet.allOf(Right.class),
                "service", EnumSet.range(Right.TWIN_READ, Right.SERVICE_CONNECT),
                "device", Set.of(Right.DEVICE_CONNECT),
                "registryRead", Set.of(Right.REGISTRY_READ),
                "registryReadWrite", Set.of(Right.REGISTRY_READ, Right.REGISTRY_WRITE));
        for (SharedAccessPolicy policy : DevelopmentKeys.policies()) {
            String token = Tokens.ofPolicy(HOST, policy.name(), policy.keys().primary(), NOW.plusSeconds(60));
            if (rights.getOrDefault(policy.name(), Set.of()).contains(right)) {
                assertThatCode(() -> authorizer.authorize(token, right)).doesNotThrowAnyException();
            } else {
                assertRefused(token, right);
            }
        }
    }

    @Test
    void shouldAcceptATokenWhoseSignatureWasMadeElsewhere() {
        // Made with: printf '127.0.0.1\n1767229200' | openssl dgst -sha256 -mac HMAC -macopt hexkey:<service key>
        // -binary
        String token =
                "SharedAccessSignature sr=127.0.0.1&sig=QRDQECOtwlAgn2jbpl8bbQtRDF%2B4ELBJRSyfgJk99D8%3D&se=1767229200&skn=service";

        assertThatCode(() -> authorizer.authorize(token, Right.SERVICE_CONNECT)).doesNotThrowAnyException();
    }

    @Test
    void shouldRefuseAWrongKey() {
        assertRefused(
                Tokens.ofPolicy(HOST, "service", DevelopmentKeys.DEVICE, NOW.plusSeconds(60)), Right.SERVICE_CONNECT);
    }

    @Test
    void shouldRefuseWhatTheEarlierKeySignedWhenKeysAreRegenerated() {
        // given
        String token = Tokens.ofPolicy(HOST, "service", DevelopmentKeys.SERVICE, NOW.plusSeconds(60));
        assertThatCode(() -> authorizer.authorize(token, Right.SERVICE_CONNECT)).doesNotThrowAnyException();
        // when
        authorizer.regenerate("service", new SymmetricKeys(DevelopmentKeys.DEVICE, DevelopmentKeys.IOTHUBOWNER));
        // then
        assertRefused(token, Right.SERVICE_CONNECT);
        for (String key : List.of(DevelopmentKeys.DEVICE, DevelopmentKeys.IOTHUBOWNER)) {
            String later = Tokens.ofPolicy(HOST, "service", key, NOW.plusSeconds(60));
            assertThatCode(() -> authorizer.authorize(later, Right.SERVICE_CONNECT))
                    .doesNotThrowAnyException();
        }
    }

    @Test
    void shouldRefuseWhatTheEarlierKeySignedHoweverItMetTheRegeneration() throws Exception {
        String token = Tokens.ofPolicy(HOST, "service", DevelopmentKeys.SERVICE, NOW.plusSeconds(60));
        SymmetricKeys earlier = new SymmetricKeys(DevelopmentKeys.SERVICE, DevelopmentKeys.SERVICE);
        SymmetricKeys later = new SymmetricKeys(DevelopmentKeys.DEVICE, DevelopmentKeys.IOTHUBOWNER);
        CyclicBarrier round = new CyclicBarrier(2);
        try (ExecutorService client = Executors.newSingleThreadExecutor()) {
            for (int i = 0; i < 3_000; i++) {
                authorizer.regenerate("service", earlier);
                Future<?> meets = client.submit(() -> {
                    round.await();
                    try {
                        return authorizer.authorize(token, Right.SERVICE_CONNECT);
                    } catch (HubException tooLate) {
                        return tooLate;
                    }
                });
                round.await();
                authorizer.regenerate("service", later);
                meets.get();
                assertRefused(token, Right.SERVICE_CONNECT);
            }
        }
    }

    @Test
    void shouldTellOnceThatATokenHasExpiredAndWhoseItIs() {
        String token = Tokens.ofPolicy(HOST, "service", DevelopmentKeys.SERVICE, NOW);
        try (ExpiryLog log = new ExpiryLog()) {
            assertRefused(token, Right.SERVICE_CONNECT);
            assertRefused(token, Right.SERVICE_CONNECT);

            assertThat(log.told()).singleElement().asString().contains("of=service ");
        }
    }

    @Test
    void shouldRefuseAnExpiredTokenEvenIfItIsRemembered() {
        assertRefused(Tokens.ofPolicy(HOST, "service", DevelopmentKeys.SERVICE, NOW), Right.SERVICE_CONNECT);
        assertRefused(Tokens.ofPolicy(HOST, "service", DevelopmentKeys.SERVICE, NOW), Right.SERVICE_CONNECT);
    }

    @Test
    void shouldAcceptATokenForAnyNameOfTheHub() {
        String token = Tokens.ofPolicy(ALIAS, "service", DevelopmentKeys.SERVICE, NOW.plusSeconds(60));

        assertThatCode(() -> authorizer.authorize(token, Right.SERVICE_CONNECT)).doesNotThrowAnyException();
    }

    @Test
    void shouldRefuseATokenForAnotherHub() {
        assertRefused(
                Tokens.ofPolicy("127.0.0.2", "service", DevelopmentKeys.SERVICE, NOW.plusSeconds(60)),
                Right.SERVICE_CONNECT);
        assertRefused(
                Tokens.ofPolicy("127.0.0.1/devices/a", "service", DevelopmentKeys.SERVICE, NOW.plusSeconds(60)),
                Right.SERVICE_CONNECT);
    }

    @Test
    void shouldRefuseADevicesTokenAndNone() {
        assertRefused(Tokens.ofDevice(HOST, "a", DevelopmentKeys.SERVICE, NOW.plusSeconds(60)), Right.SERVICE_CONNECT);
        assertThatThrownBy(() -> authorizer.authorize(null, Right.SERVICE_CONNECT))
                .isInstanceOf(HubException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Bearer x",
                "SharedAccessSignature ",
                "SharedAccessSignature sr",
                "SharedAccessSignature sr=a&sig=b",
                "SharedAccessSignature sr=a&sig=b&se=soon&skn=service",
                "SharedAccessSignature sr=%&sig=%zz&se=1&skn=%",
                "SharedAccessSignature sr=127.0.0.1&sig=&se=99999999999999999999&skn=service"
            })
    void shouldRefuseWhatIsNoToken(String text) {
        assertRefused(text, Right.SERVICE_CONNECT);
    }

    @Test
    void shouldCompareTheHostWithoutCaseAndPathsBySegment() {
        SasToken token = SasToken.parse("SharedAccessSignature sr=Hub.test%2Fdevices%2Fa&sig=x&se=1");

        assertThat(token.covers("hub.TEST/devices/a")).isTrue();
        assertThat(token.covers("hub.test/devices/a/modules/m")).isTrue();
        assertThat(token.covers("hub.test/devices/ab")).isFalse();
        assertThat(token.covers("hub.test/devices/A")).isFalse();
        assertThat(token.covers("hub.test")).isFalse();
        assertThat(token.toString()).doesNotContain("sig");
    }

    private void assertRefused(String token, Right right) {
        assertThatThrownBy(() -> authorizer.authorize(token, right)).isInstanceOf(HubException.class);
    }
}
