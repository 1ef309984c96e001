package io.downlink.emulator;

import static io.downlink.emulator.Insistence.MILLISECONDS_OF_AN_ATTEMPT;
import static io.downlink.emulator.Insistence.insist;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.microsoft.azure.sdk.iot.device.ClientOptions;
import com.microsoft.azure.sdk.iot.device.DeviceClient;
import com.microsoft.azure.sdk.iot.device.IotHubMessageResult;
import com.microsoft.azure.sdk.iot.device.Message;
import com.microsoft.azure.sdk.iot.device.MultiplexingClient;
import com.microsoft.azure.sdk.iot.device.MultiplexingClientOptions;
import com.microsoft.azure.sdk.iot.device.exceptions.MultiplexingClientRegistrationException;
import com.microsoft.azure.sdk.iot.device.transport.IotHubConnectionStatus;
import com.microsoft.azure.sdk.iot.device.twin.DirectMethodResponse;
import com.microsoft.azure.sdk.iot.device.twin.TwinCollection;
import io.downlink.emulator.conformance.Covers;
import io.downlink.emulator.conformance.Feature;
import io.downlink.emulator.hub.AckLevel;
import io.downlink.emulator.hub.ClientId;
import io.downlink.emulator.hub.CloudToDeviceMessage;
import io.downlink.emulator.hub.DeviceId;
import io.downlink.emulator.hub.DeviceSpec;
import io.downlink.emulator.hub.IfMatch;
import io.downlink.emulator.hub.MethodAnswer;
import io.downlink.emulator.hub.MethodCall;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Many devices of the unmodified SDK on one AMQP connection. */
@Covers(Feature.MULTIPLEXING)
abstract class MultiplexingContract extends TransportContract {
    private static final Duration LONG = Duration.ofSeconds(60);

    @Test
    void shouldServeEachDeviceForItself() throws Exception {
        List<String> messages = new CopyOnWriteArrayList<>();
        List<DeviceClient> devices = devices("each", 5);
        MultiplexingClient connection = connection();
        connection.registerDeviceClients(devices);
        for (int i = 0; i < devices.size(); i++) {
            String id = "each-" + i;
            devices.get(i)
                    .setMessageCallback(
                            (message, _) -> {
                                messages.add(id + " " + new String(message.getBytes(), StandardCharsets.UTF_8));
                                return IotHubMessageResult.COMPLETE;
                            },
                            null);
        }
        connection.open(false);
        try {
            for (int i = 0; i < devices.size(); i++) {
                String id = "each-" + i;
                devices.get(i).subscribeToMethods((_, _, _) -> new DirectMethodResponse(200, id), null);
                devices.get(i).subscribeToDesiredProperties((_, _) -> {}, null);
                devices.get(i).sendEvent(new Message("hello"));
                TwinCollection reported = new TwinCollection();
                reported.put("name", id);
                DeviceClient device = devices.get(i);
                insist(() -> device.updateReportedProperties(reported, MILLISECONDS_OF_AN_ATTEMPT));
                send(id);
            }

            await().untilAsserted(() -> assertThat(messages)
                    .containsExactlyInAnyOrder(
                            "each-0 to each-0",
                            "each-1 to each-1",
                            "each-2 to each-2",
                            "each-3 to each-3",
                            "each-4 to each-4"));
            for (int i = 0; i < devices.size(); i++) {
                assertThat(call("each-" + i).payload()).isEqualTo("\"each-" + i + "\"");
                assertThat(emulator()
                                .hub()
                                .twins()
                                .get(ClientId.of("each-" + i, null))
                                .reported()
                                .values()
                                .path("name")
                                .textValue())
                        .isEqualTo("each-" + i);
            }
        } finally {
            connection.close();
        }
        await().untilAsserted(() -> assertThat(IntStream.range(0, 5).mapToObj(i -> connected("each-" + i)))
                .containsOnly(false));
    }

    @Test
    void shouldRefuseOneDeviceAndServeTheOthers() throws Exception {
        List<DeviceClient> devices = devices("others", 2);
        MultiplexingClient connection = connection();
        connection.registerDeviceClients(devices);
        connection.open(false);
        try {
            register("wrong-key");
            DeviceClient wrongKey = client("HostName=" + emulator().hostName() + ";DeviceId=wrong-key;SharedAccessKey="
                    + DevelopmentKeys.DEVICE);
            DeviceClient unknown = client(
                    "HostName=" + emulator().hostName() + ";DeviceId=nobody;SharedAccessKey=" + DevelopmentKeys.DEVICE);

            assertThatThrownBy(() -> connection.registerDeviceClient(wrongKey))
                    .isInstanceOf(MultiplexingClientRegistrationException.class);
            assertThatThrownBy(() -> connection.registerDeviceClient(unknown))
                    .isInstanceOf(MultiplexingClientRegistrationException.class);

            for (DeviceClient device : devices) {
                device.sendEvent(new Message("still here"));
            }
            assertThat(connected("wrong-key")).isFalse();
        } finally {
            connection.close();
        }
    }

    @Test
    void shouldLetDevicesComeAndGo() throws Exception {
        List<DeviceClient> devices = devices("goes", 2);
        MultiplexingClient connection = connection();
        connection.open(false);
        try {
            connection.registerDeviceClients(devices);
            await().until(() -> connected("goes-0") && connected("goes-1"));

            connection.unregisterDeviceClient(devices.getFirst());
            await().until(() -> !connected("goes-0"));
            devices.getLast().sendEvent(new Message("alone"));

            connection.registerDeviceClient(devices.getFirst());
            devices.getFirst().sendEvent(new Message("again"));
            assertThat(connected("goes-0")).isTrue();
        } finally {
            connection.close();
        }
    }

    @Test
    void shouldEndTheSessionOfADisabledDeviceAlone() throws Exception {
        List<DeviceClient> devices = devices("disabled", 3);
        List<IotHubConnectionStatus> statuses = new CopyOnWriteArrayList<>();
        List<IotHubConnectionStatus> statusesOfOthers = new CopyOnWriteArrayList<>();
        MultiplexingClient connection = connection();
        connection.registerDeviceClients(devices);
        connection.open(false);
        try {
            devices.get(0).setConnectionStatusChangeCallback(change -> statuses.add(change.getNewStatus()), null);
            devices.get(1)
                    .setConnectionStatusChangeCallback(change -> statusesOfOthers.add(change.getNewStatus()), null);
            devices.get(2)
                    .setConnectionStatusChangeCallback(change -> statusesOfOthers.add(change.getNewStatus()), null);
            connection.setConnectionStatusChangeCallback(change -> statusesOfOthers.add(change.getNewStatus()), null);

            disable("disabled-0");

            await().untilAsserted(() -> assertThat(statuses).contains(IotHubConnectionStatus.DISCONNECTED_RETRYING));
            devices.get(1).sendEvent(new Message("still here"));
            devices.get(2).sendEvent(new Message("still here"));
            assertThat(statusesOfOthers).isEmpty();
            assertThat(connected("disabled-0")).isFalse();
        } finally {
            connection.close();
        }
    }

    @Test
    void shouldServeADeviceAgainWhoseSessionEnded() throws Exception {
        List<DeviceClient> devices = devices("ended", 3);
        List<IotHubConnectionStatus> statuses = new CopyOnWriteArrayList<>();
        List<IotHubConnectionStatus> statusesOfOthers = new CopyOnWriteArrayList<>();
        MultiplexingClient connection = connection();
        connection.registerDeviceClients(devices);
        connection.open(false);
        try {
            devices.get(0).subscribeToMethods((_, _, _) -> new DirectMethodResponse(200, "here"), null);
            devices.get(0).setConnectionStatusChangeCallback(change -> statuses.add(change.getNewStatus()), null);
            devices.get(1)
                    .setConnectionStatusChangeCallback(change -> statusesOfOthers.add(change.getNewStatus()), null);

            devices.get(0).sendEvent(FaultMessages.of("KillAmqpSession", 1, 1));

            await().atMost(LONG)
                    .untilAsserted(() -> assertThat(statuses)
                            .containsExactly(
                                    IotHubConnectionStatus.DISCONNECTED_RETRYING, IotHubConnectionStatus.CONNECTED));
            await().atMost(LONG)
                    .untilAsserted(() -> assertThat(call("ended-0").payload()).isEqualTo("\"here\""));
            assertThat(statusesOfOthers).isEmpty();
        } finally {
            connection.close();
        }
    }

    private MultiplexingClient connection() {
        return new MultiplexingClient(
                emulator().hostName(),
                protocol(),
                MultiplexingClientOptions.builder()
                        .sslContext(TestHub.trust(emulator()))
                        .build());
    }

    private List<DeviceClient> devices(String prefix, int count) {
        List<DeviceClient> devices = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            devices.add(client(register(prefix + "-" + i)));
        }
        return devices;
    }

    private DeviceClient client(String connectionString) {
        return new DeviceClient(
                connectionString,
                protocol(),
                ClientOptions.builder().sslContext(TestHub.trust(emulator())).build());
    }

    private void disable(String device) {
        emulator().hub().registry().update(new DeviceSpec(new DeviceId(device), null, false, null), IfMatch.ANY);
    }

    private void send(String device) {
        emulator()
                .hub()
                .messages()
                .send(
                        new DeviceId(device),
                        new CloudToDeviceMessage(
                                null,
                                null,
                                null,
                                "/devices/" + device + "/messages/devicebound",
                                null,
                                null,
                                null,
                                AckLevel.NONE,
                                Map.of(),
                                ByteBuffer.wrap(("to " + device).getBytes(StandardCharsets.UTF_8))));
    }

    private MethodAnswer call(String device) {
        return emulator()
                .hub()
                .methods()
                .invoke(
                        new DeviceId(device),
                        new MethodCall("who", "null", Duration.ofSeconds(20), Duration.ofSeconds(20)))
                .toCompletableFuture()
                .join();
    }
}
