package io.downlink.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.core.credential.AzureSasCredential;
import com.microsoft.azure.sdk.iot.device.IotHubClientProtocol;
import com.microsoft.azure.sdk.iot.service.exceptions.IotHubConflictException;
import com.microsoft.azure.sdk.iot.service.exceptions.IotHubException;
import com.microsoft.azure.sdk.iot.service.exceptions.IotHubNotFoundException;
import com.microsoft.azure.sdk.iot.service.exceptions.IotHubUnauthorizedException;
import com.microsoft.azure.sdk.iot.service.registry.Module;
import com.microsoft.azure.sdk.iot.service.registry.RegistryClient;
import io.downlink.emulator.conformance.Covers;
import io.downlink.emulator.conformance.Feature;
import io.downlink.emulator.conformance.Over;
import io.downlink.emulator.hub.DeviceId;
import io.downlink.emulator.hub.DeviceSpec;
import io.downlink.emulator.hub.IfMatch;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Modules as the unmodified service SDK manages them. */
@Over(IotHubClientProtocol.HTTPS)
@Covers(Feature.MODULE_IDENTITIES)
class ModulesIT {
    private static HubEmulator emulator;
    private static RegistryClient registry;

    @BeforeAll
    static void start() {
        emulator = TestHub.start("127.60.0.1");
        registry = new RegistryClient(
                TestHub.httpsHost(emulator),
                new AzureSasCredential(Tokens.ofPolicy(
                        emulator.hostName(),
                        "registryReadWrite",
                        DevelopmentKeys.REGISTRY_READ_WRITE,
                        Instant.now().plusSeconds(600))));
    }

    @AfterAll
    static void stop() {
        emulator.close();
    }

    @Test
    void shouldAddGetUpdateListAndRemoveModules() throws Exception {
        TestHub.register(emulator, "life");

        Module added = registry.addModule(new Module("life", "meter"));

        assertThat(added.getPrimaryKey()).isNotEmpty();
        assertThat(registry.getModule("life", "meter").getPrimaryKey()).isEqualTo(added.getPrimaryKey());
        assertThat(registry.updateModule(added).getGenerationId()).isEqualTo(added.getGenerationId());
        assertThat(registry.getModulesOnDevice("life"))
                .singleElement()
                .satisfies(module -> assertThat(module.getId()).isEqualTo("meter"));
        registry.removeModule("life", "meter");
        assertThat(registry.getModulesOnDevice("life")).isEmpty();
    }

    @Test
    void shouldRefuseWithTheCodesOfTheService() throws Exception {
        TestHub.register(emulator, "strict");
        registry.addModule(new Module("strict", "meter"));

        assertThatThrownBy(() -> registry.addModule(new Module("strict", "meter")))
                .isInstanceOf(IotHubConflictException.class)
                .satisfies(failure -> assertCode(failure, 409301));
        assertThatThrownBy(() -> registry.getModule("strict", "nobody"))
                .isInstanceOf(IotHubNotFoundException.class)
                .satisfies(failure -> assertCode(failure, 404010));
        assertThatThrownBy(() -> registry.getModule("nobody", "meter")).isInstanceOf(IotHubUnauthorizedException.class);
        for (int i = 1; i < 50; i++) {
            registry.addModule(new Module("strict", "m" + i));
        }
        assertThatThrownBy(() -> registry.addModule(new Module("strict", "m50")))
                .satisfies(failure -> assertCode(failure, 413003));
    }

    @Test
    void shouldNotTellOfTheModulesOfADisabledDevice() throws Exception {
        TestHub.register(emulator, "off");
        registry.addModule(new Module("off", "meter"));
        emulator.hub().registry().update(new DeviceSpec(new DeviceId("off"), null, false, null), IfMatch.ANY);

        assertThatThrownBy(() -> registry.getModule("off", "meter")).isInstanceOf(IotHubUnauthorizedException.class);
        assertThatThrownBy(() -> registry.getModulesOnDevice("off")).isInstanceOf(IotHubUnauthorizedException.class);
    }

    private static void assertCode(Throwable failure, int code) {
        assertThat(((IotHubException) failure).getErrorCode()).isEqualTo(code);
    }
}
