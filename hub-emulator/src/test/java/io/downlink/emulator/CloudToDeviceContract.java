package io.downlink.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.azure.sdk.iot.device.IotHubMessageResult;
import com.microsoft.azure.sdk.iot.service.messaging.DeliveryAcknowledgement;
import com.microsoft.azure.sdk.iot.service.messaging.Message;
import com.microsoft.azure.sdk.iot.service.messaging.MessagingClient;
import io.downlink.emulator.conformance.Covers;
import io.downlink.emulator.conformance.Feature;
import io.downlink.emulator.hub.DeviceId;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What cloud-to-device messages do, whatever the device speaks: the unmodified service SDK sends over AMQP, the unmodified
 * device SDK receives.
 */
@Covers(Feature.CLOUD_TO_DEVICE)
abstract class CloudToDeviceContract extends TransportContract {
    private MessagingClient service;

    @BeforeEach
    void openService() throws Exception {
        service = SdkService.messaging(emulator(), "service");
        service.open();
    }

    @AfterEach
    void closeService() throws Exception {
        service.close();
    }

    @Test
    void shouldBringTheExactBytesAndPropertiesToTheDevice() throws Exception {
        byte[] body = new byte[256];
        for (int i = 0; i < body.length; i++) {
            body[i] = (byte) i;
        }
        Message message = new Message(body);
        message.setMessageId("m-1");
        message.setCorrelationId("c-1");
        message.setProperties(Map.of("name", "a value & 100% ü+=?"));
        message.setDeliveryAcknowledgement(DeliveryAcknowledgement.Full);
        try (MessageInbox inbox = connect(register("exact"), _ -> IotHubMessageResult.COMPLETE)) {
            send("exact", message);

            await().until(() -> inbox.messages().size() == 1);
            var received = inbox.messages().getFirst();
            assertThat(received.getBytes()).isEqualTo(body);
            assertThat(received.getMessageId()).isEqualTo("m-1");
            assertThat(received.getCorrelationId()).isEqualTo("c-1");
            assertThat(received.getProperty("name")).isEqualTo("a value & 100% ü+=?");
            awaitWaiting("exact", 0);
        }
    }

    @Test
    void shouldBringMessagesInTheirOrderWhenTheDeviceConnectsLater() throws Exception {
        String connectionString = register("later");
        for (String text : List.of("first", "second", "third")) {
            send("later", new Message(text));
        }
        awaitWaiting("later", 3);

        try (MessageInbox inbox = connect(connectionString, _ -> IotHubMessageResult.COMPLETE)) {
            await().untilAsserted(() -> assertThat(inbox.texts()).containsExactly("first", "second", "third"));
            awaitWaiting("later", 0);
        }
    }

    @Test
    void shouldBringAMessageWithoutABodyAndOneAsLargeAsAllowed() throws Exception {
        byte[] large = new byte[65_000];
        Arrays.fill(large, (byte) 'x');
        try (MessageInbox inbox = connect(register("sizes"), _ -> IotHubMessageResult.COMPLETE)) {
            send("sizes", new Message());
            send("sizes", new Message(large));

            await().until(() -> inbox.messages().size() == 2);
            assertThat(inbox.messages().get(0).getBytes()).isEmpty();
            assertThat(inbox.messages().get(1).getBytes()).isEqualTo(large);
        }
    }

    final MessageInbox connect(
            String connectionString, Function<com.microsoft.azure.sdk.iot.device.Message, IotHubMessageResult> answer) {
        return MessageInbox.connect(emulator(), connectionString, protocol(), answer);
    }

    final void send(String deviceId, Message message) throws Exception {
        service.send(deviceId, message);
    }

    /** Waits until so many messages are in the device's queue, those on their way included. */
    final void awaitWaiting(String deviceId, int messages) {
        await().untilAsserted(() -> assertThat(
                        emulator().hub().registry().get(new DeviceId(deviceId)).messages())
                .isEqualTo(messages));
    }
}
