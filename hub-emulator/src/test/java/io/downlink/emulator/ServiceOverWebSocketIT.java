package io.downlink.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.microsoft.azure.sdk.iot.device.IotHubClientProtocol;
import com.microsoft.azure.sdk.iot.device.IotHubMessageResult;
import com.microsoft.azure.sdk.iot.service.exceptions.IotHubUnauthorizedException;
import com.microsoft.azure.sdk.iot.service.messaging.AcknowledgementType;
import com.microsoft.azure.sdk.iot.service.messaging.DeliveryAcknowledgement;
import com.microsoft.azure.sdk.iot.service.messaging.ErrorContext;
import com.microsoft.azure.sdk.iot.service.messaging.FeedbackRecord;
import com.microsoft.azure.sdk.iot.service.messaging.IotHubServiceClientProtocol;
import com.microsoft.azure.sdk.iot.service.messaging.Message;
import com.microsoft.azure.sdk.iot.service.messaging.MessageFeedbackProcessorClient;
import com.microsoft.azure.sdk.iot.service.messaging.MessageFeedbackProcessorClientOptions;
import com.microsoft.azure.sdk.iot.service.messaging.MessagingClient;
import com.microsoft.azure.sdk.iot.service.messaging.MessagingClientOptions;
import io.downlink.emulator.hub.DeviceId;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The unmodified service SDK, which speaks AMQP through WebSockets at port 443 alone. */
class ServiceOverWebSocketIT {
    private static HubEmulator emulator;
    private static MessagingClient sender;

    @BeforeAll
    static void start() throws Exception {
        emulator = TestHub.startAt443("127.63.0.1");
        sender = messaging("service", _ -> {});
        sender.open();
    }

    @AfterAll
    static void stop() throws Exception {
        sender.close();
        emulator.close();
    }

    @Test
    void shouldSendLargeMessagesInTheirOrder() throws Exception {
        byte[] large = new byte[60_000];
        Arrays.fill(large, (byte) 'x');
        try (MessageInbox inbox = MessageInbox.connect(
                emulator,
                TestHub.register(emulator, "large"),
                IotHubClientProtocol.MQTT_WS,
                _ -> IotHubMessageResult.COMPLETE)) {
            for (int i = 0; i < 10; i++) {
                sender.send("large", new Message(Arrays.copyOf(large, large.length - i)));
            }

            await().untilAsserted(() -> assertThat(inbox.messages())
                    .extracting(message -> message.getBytes().length)
                    .containsExactly(60_000, 59_999, 59_998, 59_997, 59_996, 59_995, 59_994, 59_993, 59_992, 59_991));
        }
    }

    @Test
    void shouldReceiveFeedback() throws Exception {
        TestHub.register(emulator, "never-there");
        List<FeedbackRecord> records = new CopyOnWriteArrayList<>();
        MessageFeedbackProcessorClient feedback = new MessageFeedbackProcessorClient(
                emulator.connectionString("service"),
                IotHubServiceClientProtocol.AMQPS_WS,
                batch -> {
                    records.addAll(batch.getRecords());
                    return AcknowledgementType.COMPLETE;
                },
                MessageFeedbackProcessorClientOptions.builder()
                        .sslContext(TestHub.trust(emulator))
                        .build());
        feedback.start();
        try {
            Message message = new Message("hello");
            message.setMessageId("m-1");
            message.setDeliveryAcknowledgement(DeliveryAcknowledgement.Full);
            sender.send("never-there", message);
            emulator.hub().messages().purge(new DeviceId("never-there"));

            await().untilAsserted(() -> assertThat(records)
                    .extracting(FeedbackRecord::getOriginalMessageId)
                    .contains("m-1"));
        } finally {
            feedback.stop();
        }
    }

    @Test
    void shouldSeeThatItMayNot() throws Exception {
        MessagingClient other = messaging("registryRead", _ -> {});
        try {
            assertThatThrownBy(other::open).isInstanceOf(IotHubUnauthorizedException.class);
        } finally {
            other.close();
        }
    }

    @Test
    void shouldCloseWithoutAnError() throws Exception {
        List<String> errors = new CopyOnWriteArrayList<>();
        MessagingClient other = messaging("service", error -> errors.add(error.toString()));
        other.open();

        other.close();

        assertThat(errors).isEmpty();
        assertThat(other.isOpen()).isFalse();
    }

    private static MessagingClient messaging(String policy, Consumer<ErrorContext> errors) {
        return new MessagingClient(
                emulator.connectionString(policy),
                IotHubServiceClientProtocol.AMQPS_WS,
                MessagingClientOptions.builder()
                        .sslContext(TestHub.trust(emulator))
                        .errorProcessor(errors)
                        .build());
    }
}
