package io.downlink.emulator;

import com.microsoft.azure.sdk.iot.device.ClientOptions;
import com.microsoft.azure.sdk.iot.device.DeviceClient;
import com.microsoft.azure.sdk.iot.device.IotHubClientProtocol;
import com.microsoft.azure.sdk.iot.device.IotHubMessageResult;
import com.microsoft.azure.sdk.iot.device.Message;
import com.microsoft.azure.sdk.iot.device.exceptions.IotHubClientException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** A device that runs the unmodified SDK and keeps the messages it gets. */
final class MessageInbox implements AutoCloseable {
    private final DeviceClient client;
    private final List<Message> messages = new CopyOnWriteArrayList<>();

    private MessageInbox(DeviceClient client, Function<Message, IotHubMessageResult> answer) {
        this.client = client;
        client.setMessageCallback(
                (message, _) -> {
                    messages.add(message);
                    return answer.apply(message);
                },
                null);
    }

    /** Completes every message. */
    static MessageInbox connect(HubEmulator emulator, String connectionString) {
        return connect(emulator, connectionString, _ -> IotHubMessageResult.COMPLETE);
    }

    static MessageInbox connect(
            HubEmulator emulator, String connectionString, Function<Message, IotHubMessageResult> answer) {
        return connect(emulator, connectionString, IotHubClientProtocol.MQTT, answer);
    }

    static MessageInbox connect(
            HubEmulator emulator,
            String connectionString,
            IotHubClientProtocol protocol,
            Function<Message, IotHubMessageResult> answer) {
        DeviceClient client = new DeviceClient(
                connectionString,
                protocol,
                ClientOptions.builder().sslContext(TestHub.trust(emulator)).build());
        MessageInbox inbox = new MessageInbox(client, answer);
        try {
            client.open(false);
        } catch (IotHubClientException e) {
            throw new IllegalStateException(e);
        }
        return inbox;
    }

    List<Message> messages() {
        return messages;
    }

    List<String> texts() {
        return messages.stream()
                .map(message -> new String(message.getBytes(), StandardCharsets.UTF_8))
                .toList();
    }

    @Override
    public void close() {
        client.close();
    }
}
