package io.downlink.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.azure.core.credential.AzureSasCredential;
import com.microsoft.azure.sdk.iot.device.ClientOptions;
import com.microsoft.azure.sdk.iot.device.IotHubClientProtocol;
import com.microsoft.azure.sdk.iot.device.IotHubMessageResult;
import com.microsoft.azure.sdk.iot.device.ModuleClient;
import com.microsoft.azure.sdk.iot.device.twin.DirectMethodResponse;
import com.microsoft.azure.sdk.iot.device.twin.TwinCollection;
import com.microsoft.azure.sdk.iot.service.exceptions.IotHubConflictException;
import com.microsoft.azure.sdk.iot.service.exceptions.IotHubException;
import com.microsoft.azure.sdk.iot.service.exceptions.IotHubNotFoundException;
import com.microsoft.azure.sdk.iot.service.exceptions.IotHubUnauthorizedException;
import com.microsoft.azure.sdk.iot.service.messaging.Message;
import com.microsoft.azure.sdk.iot.service.messaging.MessagingClient;
import com.microsoft.azure.sdk.iot.service.methods.DirectMethodsClient;
import com.microsoft.azure.sdk.iot.service.query.TwinQueryResponse;
import com.microsoft.azure.sdk.iot.service.registry.Module;
import com.microsoft.azure.sdk.iot.service.registry.RegistryClient;
import com.microsoft.azure.sdk.iot.service.twin.Twin;
import com.microsoft.azure.sdk.iot.service.twin.TwinClient;
import io.downlink.emulator.hub.ClientId;
import io.downlink.emulator.hub.DeviceId;
import io.downlink.emulator.hub.DeviceSpec;
import io.downlink.emulator.hub.IfMatch;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Modules as the unmodified service SDK manages them and the unmodified device SDK plays them over MQTT. */
class ModulesIT {
    private static HubEmulator emulator;
    private static RegistryClient registry;

    @BeforeAll
    static void start() {
        emulator = TestHub.start("127.60.0.1");
        registry = new RegistryClient(
                TestHub.httpsHost(emulator), credential("registryReadWrite", DevelopmentKeys.REGISTRY_READ_WRITE));
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

    @Test
    void shouldCallMethodsOnAModule() throws Exception {
        DirectMethodsClient methods =
                new DirectMethodsClient(TestHub.httpsHost(emulator), credential("service", DevelopmentKeys.SERVICE));
        try (Played module = play("called")) {
            module.client.subscribeToMethods((method, _, _) -> new DirectMethodResponse(207, method), null);

            var answer = methods.invoke("called", "meter", "read");

            assertThat(answer.getStatus()).isEqualTo(207);
            assertThat(answer.getPayloadAsJsonString()).contains("read");
        }
        assertThatThrownBy(() -> methods.invoke("called", "nobody", "read"))
                .isInstanceOf(IotHubNotFoundException.class)
                .satisfies(failure -> assertCode(failure, 404010));
    }

    @Test
    void shouldBringMessagesToAModule() throws Exception {
        List<String> received = new CopyOnWriteArrayList<>();
        MessagingClient messages = SdkService.messaging(emulator, "service");
        messages.open();
        try (Played module = play("messaged")) {
            module.client.setMessageCallback(
                    (message, _) -> {
                        received.add(new String(message.getBytes(), StandardCharsets.UTF_8));
                        return IotHubMessageResult.COMPLETE;
                    },
                    null);

            messages.send("messaged", "meter", new Message("hello"));

            await().untilAsserted(() -> assertThat(received).containsExactly("hello"));
            await().untilAsserted(() -> assertThat(
                            emulator.hub().registry().get(module.id).messages())
                    .isZero());
        } finally {
            messages.close();
        }
    }

    @Test
    void shouldKeepTheTwinOfAModuleInStep() throws Exception {
        TwinClient twins = new TwinClient(TestHub.httpsHost(emulator), credential("service", DevelopmentKeys.SERVICE));
        List<String> desired = new CopyOnWriteArrayList<>();
        try (Played module = play("twin")) {
            module.client.subscribeToDesiredProperties(
                    (change, _) -> desired.add(change.getDesiredProperties().toString()), null);
            TwinCollection reported = new TwinCollection();
            reported.put("flow", "high");
            module.client.updateReportedProperties(reported);

            Twin twin = twins.get("twin", "meter");
            assertThat(twin.getReportedProperties()).containsEntry("flow", "high");
            twin.getDesiredProperties().put("interval", "short");
            twins.patch(twin);

            await().untilAsserted(
                            () -> assertThat(desired).singleElement().asString().contains("short"));
            assertThat(twins.get("twin").getReportedProperties()).isEmpty();
            TwinQueryResponse found = SdkJobs.queries(emulator)
                    .queryTwins("SELECT * FROM devices.modules WHERE properties.reported.flow = 'high'");
            assertThat(found.next().getModuleId()).isEqualTo("meter");
            assertThat(found.hasNext()).isFalse();
        }
        assertThatThrownBy(() -> twins.get("twin", "nobody")).isInstanceOf(IotHubNotFoundException.class);
    }

    @Test
    void shouldCutAModuleOffWithItsDeviceAndLetItInAgain() throws Exception {
        try (Played module = play("cut")) {
            emulator.hub().registry().update(new DeviceSpec(new DeviceId("cut"), null, false, null), IfMatch.ANY);
            assertThat(emulator.hub().registry().get(module.id).connected()).isFalse();

            emulator.hub().registry().update(new DeviceSpec(new DeviceId("cut"), null, true, null), IfMatch.ANY);

            await().untilAsserted(() -> assertThat(
                            emulator.hub().registry().get(module.id).connected())
                    .isTrue());
        }
    }

    private static Played play(String device) throws Exception {
        TestHub.register(emulator, device);
        Module module = registry.addModule(new Module(device, "meter"));
        ModuleClient client = new ModuleClient(
                "HostName=" + emulator.hostName() + ";DeviceId=" + device + ";ModuleId=meter;SharedAccessKey="
                        + module.getPrimaryKey(),
                IotHubClientProtocol.MQTT,
                ClientOptions.builder().sslContext(TestHub.trust(emulator)).build());
        client.open(false);
        return new Played(ClientId.of(device, "meter"), client);
    }

    private static void assertCode(Throwable failure, int code) {
        assertThat(((IotHubException) failure).getErrorCode()).isEqualTo(code);
    }

    private static AzureSasCredential credential(String policy, String key) {
        return new AzureSasCredential(
                Tokens.ofPolicy(emulator.hostName(), policy, key, Instant.now().plusSeconds(600)));
    }

    private record Played(ClientId id, ModuleClient client) implements AutoCloseable {
        @Override
        public void close() {
            client.close();
        }
    }
}
