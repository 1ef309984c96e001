package io.downlink.emulator.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.downlink.emulator.DevelopmentKeys;
import io.downlink.emulator.Tokens;
import io.downlink.emulator.hub.Authentication;
import io.downlink.emulator.hub.ClientId;
import io.downlink.emulator.hub.DeviceId;
import io.downlink.emulator.hub.DeviceSpec;
import io.downlink.emulator.hub.Hub;
import io.downlink.emulator.hub.HubException;
import io.downlink.emulator.hub.IfMatch;
import io.downlink.emulator.hub.ModuleId;
import io.downlink.emulator.hub.ModuleSpec;
import io.downlink.emulator.hub.SymmetricKeys;
import io.downlink.emulator.virtual.VirtualRule;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceAuthenticatorTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant LATER = NOW.plusSeconds(60);
    private static final String HOST = "127.0.0.1";
    private static final String ALIAS = "hub.downlink.test";
    private static final DeviceId PUMP = new DeviceId("dev:1");

    private static final AccessRules NO_GRACE = AccessRules.DEFAULT.withGrace(Duration.ZERO);

    private final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
    private final Hub hub = new Hub(HOST, clock, (_, _) -> () -> {});
    private final HostNames names = new HostNames(List.of(HOST, ALIAS));
    private final DeviceAuthenticator authenticator = new DeviceAuthenticator(
            hub, names, new ServiceAuthorizer(names, DevelopmentKeys.policies(), NO_GRACE, clock), NO_GRACE, clock);
    private final SymmetricKeys keys = SymmetricKeys.random();

    @BeforeEach
    void register() {
        hub.registry().create(new DeviceSpec(PUMP, new Authentication.Sas(keys), true, null));
    }

    @Test
    void shouldAcceptBothKeysOfTheDevice() {
        assertThat(authenticate(HOST, PUMP, token(keys.primary(), LATER))).isEqualTo(LATER);
        assertThat(authenticate(HOST, PUMP, token(keys.secondary(), LATER))).isEqualTo(LATER);
    }

    @Test
    void shouldTellOnceThatADevicesTokenHasExpiredUntilTheDeviceIsLetIn() {
        try (ExpiryLog log = new ExpiryLog()) {
            assertRefused(PUMP, token(keys.primary(), NOW));
            assertRefused(PUMP, token(keys.primary(), NOW.minusSeconds(1)));
            assertThat(log.told()).singleElement().asString().contains("of=" + PUMP.value() + " ");

            authenticate(HOST, PUMP, token(keys.primary(), LATER));
            assertRefused(PUMP, token(keys.primary(), NOW));
            assertThat(log.told()).hasSize(2);
        }
    }

    @Test
    void shouldAcceptADeviceThatUsesAnotherNameOfTheHub() {
        String token = Tokens.ofDevice(ALIAS, PUMP.value(), keys.primary(), LATER);

        assertThat(authenticate(ALIAS.toUpperCase(Locale.ROOT), PUMP, token)).isEqualTo(LATER);
        assertThat(authenticate(HOST, PUMP, token)).isEqualTo(LATER);
    }

    @Test
    void shouldRefuseADeviceThatLooksForAnotherHub() {
        assertThatThrownBy(() -> authenticate("127.0.0.2", PUMP, token(keys.primary(), LATER)))
                .isInstanceOf(HubException.class);
    }

    @Test
    void shouldAcceptAPolicyThatMayConnectDevices() {
        String allowed = Tokens.ofPolicy(HOST + "/devices", "device", DevelopmentKeys.DEVICE, LATER);

        assertThat(authenticate(HOST, PUMP, allowed)).isEqualTo(LATER);
        assertRefused(PUMP, Tokens.ofPolicy(HOST, "service", DevelopmentKeys.SERVICE, LATER));
    }

    @Test
    void shouldMakeAVirtualDeviceForAPolicyAlone() {
        // given
        hub.virtual().put(VirtualRule.parse("v-*"));
        DeviceId virtual = new DeviceId("v-1");

        // when
        assertRefused(virtual, Tokens.ofDevice(HOST, "v-1", keys.primary(), LATER));
        assertRefused(virtual, Tokens.ofPolicy(HOST, "service", DevelopmentKeys.SERVICE, LATER));
        assertRefused(virtual, Tokens.ofPolicy(HOST, "device", DevelopmentKeys.DEVICE, NOW));
        assertRefused(virtual, "nonsense");
        assertThatThrownBy(() -> authenticator.authenticate(HOST, ClientId.of(virtual), new Credential.None()))
                .isInstanceOf(HubException.class);
        assertThatThrownBy(() -> authenticator.authenticate(HOST, ClientId.of("v-1", "meter"), new Credential.None()))
                .isInstanceOf(HubException.class);

        // then
        assertThat(hub.registry().counts().total()).isEqualTo(1);
        String allowed = Tokens.ofPolicy(HOST, "device", DevelopmentKeys.DEVICE, LATER);
        assertThat(authenticate(HOST, virtual, allowed)).isEqualTo(LATER);
        assertThat(hub.registry().counts().total()).isEqualTo(2);
    }

    @Test
    void shouldRefuseWhatDoesNotFit() {
        assertRefused(PUMP, token(SymmetricKeys.random().primary(), LATER));
        assertRefused(PUMP, token(keys.primary(), NOW));
        assertRefused(new DeviceId("unknown"), token(keys.primary(), LATER));
        assertRefused(PUMP, Tokens.ofDevice(HOST, "other", keys.primary(), LATER));
        assertRefused(PUMP, Tokens.ofDevice("127.0.0.2", PUMP.value(), keys.primary(), LATER));
    }

    @Test
    void shouldAskForTheNewKeysAfterARotation() {
        SymmetricKeys rotated = SymmetricKeys.random();

        hub.registry().update(new DeviceSpec(PUMP, new Authentication.Sas(rotated), true, null), IfMatch.ANY);

        assertRefused(PUMP, token(keys.primary(), LATER));
        assertThat(authenticate(HOST, PUMP, token(rotated.primary(), LATER))).isEqualTo(LATER);
    }

    @Test
    void shouldAcceptTheKeysOfAModuleAndOfItsDevice() {
        SymmetricKeys own = SymmetricKeys.random();
        ClientId meter = ClientId.of(PUMP.value(), "meter");
        hub.registry().create(new ModuleSpec(PUMP, new ModuleId("meter"), new Authentication.Sas(own), null));

        assertThat(authenticator.authenticate(HOST, meter, moduleToken(own.primary())))
                .isEqualTo(LATER);
        assertThat(authenticator.authenticate(HOST, meter, moduleToken(keys.secondary())))
                .isEqualTo(LATER);
        assertThatThrownBy(() -> authenticator.authenticate(
                        HOST, meter, moduleToken(SymmetricKeys.random().primary())))
                .isInstanceOf(HubException.class);
    }

    @Test
    void shouldRefuseTheKeysOfAModuleForItsDevice() {
        SymmetricKeys own = SymmetricKeys.random();
        hub.registry().create(new ModuleSpec(PUMP, new ModuleId("meter"), new Authentication.Sas(own), null));

        assertRefused(PUMP, token(own.primary(), LATER));
    }

    private static Credential moduleToken(String key) {
        return new Credential.Token(Tokens.ofDevice(HOST, PUMP.value() + "/modules/meter", key, LATER));
    }

    @Test
    void shouldRefuseADisabledDevice() {
        hub.registry().update(new DeviceSpec(PUMP, new Authentication.Sas(keys), false, null), IfMatch.ANY);

        assertRefused(PUMP, token(keys.primary(), LATER));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a#b", "a?b", "a%2Fb", "it's", "a+b"})
    void shouldReadIdsThatMustBeEscaped(String id) {
        DeviceId device = new DeviceId(id);
        hub.registry().create(new DeviceSpec(device, new Authentication.Sas(keys), true, null));

        assertThat(authenticate(HOST, device, Tokens.ofDevice(HOST, id, keys.primary(), LATER)))
                .isEqualTo(LATER);
    }

    private static String token(String key, Instant expiry) {
        return Tokens.ofDevice(HOST, PUMP.value(), key, expiry);
    }

    private Instant authenticate(String host, DeviceId device, String token) {
        return authenticator.authenticate(host, ClientId.of(device), new Credential.Token(token));
    }

    private void assertRefused(DeviceId device, String token) {
        assertThatThrownBy(() -> authenticate(HOST, device, token)).isInstanceOf(HubException.class);
    }
}
