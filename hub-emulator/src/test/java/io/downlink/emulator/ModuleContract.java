package io.downlink.emulator;

import static io.downlink.emulator.Insistence.MILLISECONDS_OF_AN_ATTEMPT;
import static io.downlink.emulator.Insistence.insist;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.azure.core.credential.AzureSasCredential;
import com.microsoft.azure.sdk.iot.device.ClientOptions;
import com.microsoft.azure.sdk.iot.device.IotHubMessageResult;
import com.microsoft.azure.sdk.iot.device.ModuleClient;
import com.microsoft.azure.sdk.iot.device.twin.DirectMethodResponse;
import com.microsoft.azure.sdk.iot.device.twin.TwinCollection;
import com.microsoft.azure.sdk.iot.service.exceptions.IotHubException;
import com.microsoft.azure.sdk.iot.service.exceptions.IotHubNotFoundException;
import com.microsoft.azure.sdk.iot.service.messaging.Message;
import com.microsoft.azure.sdk.iot.service.messaging.MessagingClient;
import com.microsoft.azure.sdk.iot.service.methods.DirectMethodsClient;
import com.microsoft.azure.sdk.iot.service.query.TwinQueryResponse;
import com.microsoft.azure.sdk.iot.service.registry.Module;
import com.microsoft.azure.sdk.iot.service.registry.RegistryClient;
import com.microsoft.azure.sdk.iot.service.twin.Twin;
import com.microsoft.azure.sdk.iot.service.twin.TwinClient;
import io.downlink.emulator.conformance.Covers;
import io.downlink.emulator.conformance.Feature;
import io.downlink.emulator.hub.ClientId;
import io.downlink.emulator.hub.DeviceId;
import io.downlink.emulator.hub.DeviceSpec;
import io.downlink.emulator.hub.IfMatch;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** What modules do, whatever they speak. */
@Covers(Feature.MODULES)
abstract class ModuleContract extends TransportContract {
    @Test
    void shouldCallMethodsOnAModule() throws Exception {
        DirectMethodsClient methods =
                new DirectMethodsClient(TestHub.httpsHost(emulator()), credential("service", DevelopmentKeys.SERVICE));
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
        MessagingClient messages = SdkService.messaging(emulator(), "service");
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
                            emulator().hub().registry().get(module.id).messages())
                    .isZero());
        } finally {
            messages.close();
        }
    }

    @Test
    void shouldKeepTheTwinOfAModuleInStep() throws Exception {
        TwinClient twins =
                new TwinClient(TestHub.httpsHost(emulator()), credential("service", DevelopmentKeys.SERVICE));
        List<String> desired = new CopyOnWriteArrayList<>();
        try (Played module = play("twin")) {
            module.client.subscribeToDesiredProperties(
                    (change, _) -> desired.add(change.getDesiredProperties().toString()), null);
            TwinCollection reported = new TwinCollection();
            reported.put("flow", "high");
            insist(() -> module.client.updateReportedProperties(reported, MILLISECONDS_OF_AN_ATTEMPT));

            Twin twin = twins.get("twin", "meter");
            assertThat(twin.getReportedProperties()).containsEntry("flow", "high");
            twin.getDesiredProperties().put("interval", "short");
            twins.patch(twin);

            await().untilAsserted(
                            () -> assertThat(desired).singleElement().asString().contains("short"));
            assertThat(twins.get("twin").getReportedProperties()).isEmpty();
            TwinQueryResponse found = SdkJobs.queries(emulator())
                    .queryTwins("SELECT * FROM devices.modules WHERE properties.reported.flow = 'high'");
            assertThat(found.next().getModuleId()).isEqualTo("meter");
            assertThat(found.hasNext()).isFalse();
        }
        assertThatThrownBy(() -> twins.get("twin", "nobody")).isInstanceOf(IotHubNotFoundException.class);
    }

    /** Whether it comes again by itself is the SDK's affair: over AMQP it takes the refusal for the last word. */
    @Test
    void shouldCutAModuleOffWithItsDeviceAndLetItInAgain() throws Exception {
        try (Played module = play("cut")) {
            emulator().hub().registry().update(new DeviceSpec(new DeviceId("cut"), null, false, null), IfMatch.ANY);
            assertThat(connected(module)).isFalse();

            emulator().hub().registry().update(new DeviceSpec(new DeviceId("cut"), null, true, null), IfMatch.ANY);

            module.client.close();
            module.client.open(false);
            assertThat(connected(module)).isTrue();
        }
    }

    @Test
    void shouldTakeTelemetryOfAModule() throws Exception {
        try (Played module = play("tells")) {
            module.client.sendEvent(new com.microsoft.azure.sdk.iot.device.Message("hello"));

            assertThat(emulator().hub().registry().get(module.id).lastActivity())
                    .isNotNull();
        }
    }

    private Played play(String device) throws Exception {
        register(device);
        RegistryClient registry = new RegistryClient(
                TestHub.httpsHost(emulator()), credential("registryReadWrite", DevelopmentKeys.REGISTRY_READ_WRITE));
        Module module = registry.addModule(new Module(device, "meter"));
        ModuleClient client = new ModuleClient(
                "HostName=" + emulator().hostName() + ";DeviceId=" + device + ";ModuleId=meter;SharedAccessKey="
                        + module.getPrimaryKey(),
                protocol(),
                ClientOptions.builder().sslContext(TestHub.trust(emulator())).build());
        client.open(false);
        return new Played(ClientId.of(device, "meter"), client);
    }

    private boolean connected(Played module) {
        return emulator().hub().registry().get(module.id).connected();
    }

    private static void assertCode(Throwable failure, int code) {
        assertThat(((IotHubException) failure).getErrorCode()).isEqualTo(code);
    }

    private AzureSasCredential credential(String policy, String key) {
        return new AzureSasCredential(Tokens.ofPolicy(
                emulator().hostName(), policy, key, Instant.now().plusSeconds(600)));
    }

    private record Played(ClientId id, ModuleClient client) implements AutoCloseable {
        @Override
        public void close() {
            client.close();
        }
    }
}
