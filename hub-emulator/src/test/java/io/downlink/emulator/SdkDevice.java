package io.downlink.emulator;

import com.microsoft.azure.sdk.iot.device.ClientOptions;
import com.microsoft.azure.sdk.iot.device.DeviceClient;
import com.microsoft.azure.sdk.iot.device.IotHubClientProtocol;
import com.microsoft.azure.sdk.iot.device.exceptions.IotHubClientException;
import com.microsoft.azure.sdk.iot.device.transport.IotHubConnectionStatus;
import com.microsoft.azure.sdk.iot.device.twin.DirectMethodResponse;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiFunction;

/** A device that runs the unmodified SDK and keeps the methods it was called with. */
public final class SdkDevice implements AutoCloseable {
    private final DeviceClient client;
    private final List<String> called = new CopyOnWriteArrayList<>();
    private final List<String> payloads = new CopyOnWriteArrayList<>();
    private volatile IotHubConnectionStatus status = IotHubConnectionStatus.CONNECTED;

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
        SdkDevice device = new SdkDevice(client);
        client.setConnectionStatusChangeCallback(change -> device.status = change.getNewStatus(), null);
        open(client);
        return device;
    }

    private static void open(DeviceClient client) {
        try {
            client.open(false);
        } catch (IotHubClientException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Opens the client again if the SDK has closed it for good. It comes back by itself from a connection that is refused,
     * but not from one that ends while TLS is agreed upon ({@code PahoExceptionTranslator} of 2.5.0: no
     * {@code SSLHandshakeException} can be retried).
     */
    public void openAgainIfGivenUp() {
        if (status == IotHubConnectionStatus.DISCONNECTED) {
            open(client);
        }
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
