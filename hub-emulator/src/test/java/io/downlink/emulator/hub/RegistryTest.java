package io.downlink.emulator.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegistryTest {
    private final ManualTime time = new ManualTime();
    private final Registry registry = new Hub("127.0.0.1", time, time).registry();

    @Test
    void shouldKeepDevicesApartByCase() {
        registry.create(spec("Pump"));
        registry.create(spec("pump"));

        assertThat(registry.counts().total()).isEqualTo(2);
    }

    @Test
    void shouldRefuseADeviceThatIsThere() {
        registry.create(spec("pump"));

        assertRefused(HubError.DEVICE_ALREADY_EXISTS, () -> registry.create(spec("pump")));
    }

    @Test
    void shouldUpdateOnlyTheVersionThatIsMeant() {
        String etag = registry.create(spec("pump")).identity().etag();
        registry.update(spec("pump"), new IfMatch(etag));

        assertRefused(HubError.PRECONDITION_FAILED, () -> registry.update(spec("pump"), new IfMatch(etag)));
        assertRefused(HubError.PRECONDITION_FAILED, () -> registry.delete(new DeviceId("pump"), new IfMatch(etag)));
        assertRefused(HubError.DEVICE_NOT_FOUND, () -> registry.update(spec("other"), IfMatch.ANY));
    }

    @Test
    void shouldMakeKeysAndAGenerationForEachDevice() {
        Identity first = registry.create(spec("pump")).identity();
        registry.delete(new DeviceId("pump"), IfMatch.ANY);
        Identity second = registry.create(spec("pump")).identity();

        assertThat(second.generationId()).isNotEqualTo(first.generationId());
        assertThat(second.keys().primary()).isNotEqualTo(first.keys().primary());
        assertThat(second.keys().toString()).doesNotContain(second.keys().primary());
    }

    @Test
    void shouldListInTheOrderOfIds() {
        registry.create(spec("b"));
        registry.create(spec("a"));
        registry.create(spec("c"));

        assertThat(registry.list(2))
                .extracting(device -> device.identity().id().device().value())
                .containsExactly("a", "b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a#b", "a?b", "a%2Fb", "it's", "dev:1", "a+b", "x(1),=@;$*!_.-"})
    void shouldTakeIdsOfTheHubsAlphabet(String id) {
        assertThat(new DeviceId(id).value()).isEqualTo(id);
        assertThat(new DeviceId("x".repeat(128))).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a/b", "a\\b", "ä", "a&b", "a\"b", "a<b", "a\u0000b"})
    void shouldRefuseOtherIds(String id) {
        assertRefused(HubError.ARGUMENT_INVALID, () -> new DeviceId(id));
        assertRefused(HubError.ARGUMENT_INVALID, () -> new DeviceId("x".repeat(129)));
    }

    @Test
    void shouldRefuseKeysThatAreNone() {
        assertRefused(HubError.ARGUMENT_INVALID, () -> new SymmetricKeys("short", "short"));
        assertRefused(HubError.ARGUMENT_INVALID, () -> new SymmetricKeys("not base64 !", "not base64 !"));
    }

    private static DeviceSpec spec(String id) {
        return new DeviceSpec(new DeviceId(id), null, true, null);
    }

    private static void assertRefused(HubError error, ThrowingCallable action) {
        assertThatThrownBy(action)
                .isInstanceOfSatisfying(
                        HubException.class,
                        refusal -> assertThat(refusal.error()).isEqualTo(error));
    }
}
