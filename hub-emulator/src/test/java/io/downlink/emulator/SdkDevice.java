package io.downlink.emulator;

import com.microsoft.azure.sdk.iot.device.ClientOptions;
import com.microsoft.azure.sdk.iot.device.DeviceClient;
import com.microsoft.azure.sdk.iot.device.IotHubClientProtocol;
import com.microsoft.azure.sdk.iot.device.exceptions.IotHubClientException;
import com.microsoft.azure.sdk.iot.device.twin.DirectMethodResponse;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiFunction;

/** A device that runs the unmodified SDK and keeps the methods it was called with. */
public final class SdkDevice implements AutoCloseable {
    private final DeviceClient client;
    private final List<String> called = new CopyOnWriteArrayList<>();
    private final List<String> payloads = new CopyOnWriteArrayList<>();

    private SdkDevice(DeviceClient client) {
        this.client = client;
    }

    /** Connects over MQTT; it does not listen to methods yet. */
    public static SdkDevice connect(HubEmulator emulator, String connectionString) {
        return connect(emulator, connectionString, IotHubClientProtocol.MQTT);
    }

    /** The same over another protocol. */
    public static SdkDevice connect(HubEmulator emulator, String connectionString, IotHubClientProtocol protocol) {
        DeviceClient client = new DeviceClient(
                connectionString,
                protocol,
                ClientOptions.builder().sslContext(TestHub.trust(emulator)).build());
        try {
            client.open(false);
        } catch (IotHubClientException e) {
            throw new IllegalStateException(e);
        }
        return new SdkDevice(client);
    }

    /** Answers every method in the same way. */
    public SdkDevice answering(BiFunction<String, String, DirectMethodResponse> answer) {
        try {
            client.subscribeToMethods(
                    (method, payload, _) -> {
                        called.add(method);
                        payloads.add(payload.getPayloadAsJsonString());
                        return answer.apply(method, payload.getPayloadAsJsonString());
                    },
                    null);
        } catch (IotHubClientException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return this;
    }

    public DeviceClient client() {
        return client;
    }

    public List<String> payloads() {
        return payloads;
    }

    public List<String> called() {
        return called;
    }

    @Override
    public void close() {
        client.close();
    }
}
