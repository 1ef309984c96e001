package io.downlink.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.azure.core.credential.AzureSasCredential;
import com.microsoft.azure.sdk.iot.service.auth.SymmetricKey;
import com.microsoft.azure.sdk.iot.service.exceptions.IotHubBadFormatException;
import com.microsoft.azure.sdk.iot.service.exceptions.IotHubConflictException;
import com.microsoft.azure.sdk.iot.service.exceptions.IotHubException;
import com.microsoft.azure.sdk.iot.service.exceptions.IotHubNotFoundException;
import com.microsoft.azure.sdk.iot.service.exceptions.IotHubPreconditionFailedException;
import com.microsoft.azure.sdk.iot.service.exceptions.IotHubUnauthorizedException;
import com.microsoft.azure.sdk.iot.service.methods.DirectMethodRequestOptions;
import com.microsoft.azure.sdk.iot.service.methods.DirectMethodsClient;
import com.microsoft.azure.sdk.iot.service.registry.Device;
import com.microsoft.azure.sdk.iot.service.registry.RegistryClient;
import com.microsoft.azure.sdk.iot.service.twin.Twin;
import com.microsoft.azure.sdk.iot.service.twin.TwinClient;
import io.downlink.emulator.hub.HubError;
import java.time.Instant;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Refusals as the unmodified service SDK tells them: its own exception, its code, and the name of the hub's error. From
 * what the service answers about registry and twins the SDK reads the HTTP status alone; of methods, and of the
 * identities of modules, it reads the six digits.
 */
class RefusalsIT {
    private static HubEmulator emulator;
    private static RegistryClient registry;
    private static TwinClient twins;
    private static DirectMethodsClient methods;

    @BeforeAll
    static void start() {
        emulator = TestHub.start("127.60.0.3");
        String host = TestHub.httpsHost(emulator);
        AzureSasCredential owner = credential("iothubowner", DevelopmentKeys.IOTHUBOWNER);
        registry = new RegistryClient(host, owner);
        twins = new TwinClient(host, owner);
        methods = new DirectMethodsClient(host, owner);
        TestHub.register(emulator, "pump");
    }

    @AfterAll
    static void stop() {
        emulator.close();
    }

    @Test
    void shouldRefuseInTheRegistry() throws Exception {
        Device stale = registry.getDevice("pump");
        Device badKey = new Device("bad-key");
        SymmetricKey tooShort = new SymmetricKey();
        tooShort.setPrimaryKey("1");
        tooShort.setSecondaryKey("2");
        badKey.setSymmetricKey(tooShort);
        Device unknown = new Device("unknown");
        registry.updateDevice(registry.getDevice("pump"));

        assertRefused(() -> registry.getDevice("unknown"), IotHubNotFoundException.class, HubError.DEVICE_NOT_FOUND);
        assertRefused(
                () -> registry.addDevice(new Device("pump")),
                IotHubConflictException.class,
                HubError.DEVICE_ALREADY_EXISTS);
        assertRefused(() -> registry.addDevice(badKey), IotHubBadFormatException.class, HubError.ARGUMENT_INVALID);
        assertRefused(() -> registry.updateDevice(unknown), IotHubNotFoundException.class, HubError.DEVICE_NOT_FOUND);
        assertRefused(() -> registry.removeDevice("unknown"), IotHubNotFoundException.class, HubError.DEVICE_NOT_FOUND);
        assertRefused(
                () -> registry.removeDevice(stale),
                IotHubPreconditionFailedException.class,
                HubError.PRECONDITION_FAILED);
        RegistryClient reader = new RegistryClient(
                TestHub.httpsHost(emulator), credential("registryRead", DevelopmentKeys.REGISTRY_READ));
        assertRefused(() -> reader.removeDevice("pump"), IotHubUnauthorizedException.class, HubError.UNAUTHORIZED);
        RegistryClient service =
                new RegistryClient(TestHub.httpsHost(emulator), credential("service", DevelopmentKeys.SERVICE));
        assertRefused(service::getStatistics, IotHubUnauthorizedException.class, HubError.UNAUTHORIZED);
    }

    @Test
    void shouldRefuseToChangeTwins() throws Exception {
        String etag = twins.get("pump").getETag();
        Twin changed = twins.get("pump");
        changed.getTags().put("floor", "3");
        twins.patch(changed, etag);
        Twin large = new Twin("pump");
        for (int i = 0; i < 3; i++) {
            large.getTags().put("text" + i, "x".repeat(4000));
        }
        Twin unknown = new Twin("unknown");
        unknown.getTags().put("floor", "3");
        Twin forbidden = new Twin("pump");
        forbidden.getDesiredProperties().put("a b", 1);

        assertRefused(() -> twins.get("unknown"), IotHubNotFoundException.class, HubError.DEVICE_NOT_FOUND);
        assertRefused(() -> twins.patch(unknown), IotHubNotFoundException.class, HubError.DEVICE_NOT_FOUND);
        assertRefused(
                () -> twins.patch(changed, etag),
                IotHubPreconditionFailedException.class,
                HubError.PRECONDITION_FAILED);
        assertRefused(
                () -> twins.replace(changed, etag),
                IotHubPreconditionFailedException.class,
                HubError.PRECONDITION_FAILED);
        assertRefused(() -> twins.patch(forbidden), IotHubBadFormatException.class, HubError.ARGUMENT_INVALID);
        assertRefused(() -> twins.patch(large), IotHubException.class, HubError.MESSAGE_TOO_LARGE);
    }

    @Test
    void shouldRefuseToCallMethodsWithAllSixDigits() {
        assertDigits(() -> methods.invoke("pump", "run", within(5, 0)), IotHubNotFoundException.class, 404103);
        assertDigits(() -> methods.invoke("unknown", "run", within(5, 0)), IotHubNotFoundException.class, 404001);
        assertDigits(() -> methods.invoke("pump", "none", "run", within(5, 0)), IotHubNotFoundException.class, 404010);
        assertDigits(() -> methods.invoke("pump", "run", within(4, 0)), IotHubBadFormatException.class, 400004);
        assertDigits(() -> methods.invoke("pump", "run", within(10, 11)), IotHubBadFormatException.class, 400004);
    }

    private static void assertRefused(ThrowingCallable call, Class<? extends IotHubException> type, HubError error) {
        IotHubException refusal = catchThrowableOfType(IotHubException.class, call);
        assertThat(refusal).isExactlyInstanceOf(type).hasMessageContaining("ErrorCode:" + error.symbol() + ";");
        assertThat(refusal.getErrorCode()).isEqualTo(error.status());
    }

    private static void assertDigits(ThrowingCallable call, Class<? extends IotHubException> type, int code) {
        IotHubException refusal = catchThrowableOfType(IotHubException.class, call);
        assertThat(refusal).isExactlyInstanceOf(type);
        assertThat(refusal.getErrorCode()).isEqualTo(code);
    }

    private static DirectMethodRequestOptions within(int responseSeconds, int connectSeconds) {
        return DirectMethodRequestOptions.builder()
                .methodResponseTimeoutSeconds(responseSeconds)
                .methodConnectTimeoutSeconds(connectSeconds)
                .build();
    }

    private static AzureSasCredential credential(String policy, String key) {
        return new AzureSasCredential(
                Tokens.ofPolicy(emulator.hostName(), policy, key, Instant.now().plusSeconds(600)));
    }
}
