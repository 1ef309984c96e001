package io.downlink.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.azure.sdk.iot.service.messaging.AcknowledgementType;
import com.microsoft.azure.sdk.iot.service.messaging.DeliveryAcknowledgement;
import com.microsoft.azure.sdk.iot.service.messaging.FeedbackBatch;
import com.microsoft.azure.sdk.iot.service.messaging.FeedbackRecord;
import com.microsoft.azure.sdk.iot.service.messaging.FeedbackStatusCode;
import com.microsoft.azure.sdk.iot.service.messaging.Message;
import com.microsoft.azure.sdk.iot.service.messaging.MessageFeedbackProcessorClient;
import com.microsoft.azure.sdk.iot.service.messaging.MessagingClient;
import io.downlink.emulator.hub.MessagingRules;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Feedback as the unmodified service SDK receives it; the hub sends it soon, so that nobody waits 15 seconds. */
class FeedbackIT {
    private final List<FeedbackBatch> batches = new CopyOnWriteArrayList<>();
    private HubEmulator emulator;
    private MessagingClient client;

    @BeforeEach
    void start() throws Exception {
        emulator = TestHub.start("127.45.0.2", MessagingRules.DEFAULT.withFeedbackPause(Duration.ofMillis(100)));
        client = SdkService.messaging(emulator, "service");
        client.open();
    }

    @AfterEach
    void stop() throws Exception {
        client.close();
        emulator.close();
    }

    @Test
    void shouldTellThatAMessageWasDelivered() throws Exception {
        try (MessageInbox inbox = MessageInbox.connect(emulator, TestHub.register(emulator, "pump-1"))) {
            send("pump-1", "m-1", null);
            await().until(() -> inbox.messages().size() == 1);

            receive(_ -> AcknowledgementType.COMPLETE, () -> await().until(() -> batches.size() == 1));

            FeedbackRecord told = batches.getFirst().getRecords().getFirst();
            assertThat(told.getOriginalMessageId()).isEqualTo("m-1");
            assertThat(told.getStatusCode()).isEqualTo(FeedbackStatusCode.success);
            assertThat(told.getDescription()).isEqualTo("Success");
            assertThat(told.getDeviceId()).isEqualTo("pump-1");
            assertThat(told.getDeviceGenerationId()).isNotEmpty();
            assertThat(told.getEnqueuedTimeUtc()).isNotNull();
        }
    }

    @Test
    void shouldTellThatAMessageExpired() throws Exception {
        TestHub.register(emulator, "pump-2");
        send("pump-2", "m-2", Date.from(Instant.now().plusSeconds(2)));

        receive(_ -> AcknowledgementType.COMPLETE, () -> await().until(() -> batches.size() == 1));

        assertThat(batches.getFirst().getRecords())
                .singleElement()
                .extracting(FeedbackRecord::getStatusCode)
                .isEqualTo(FeedbackStatusCode.expired);
    }

    @Test
    void shouldTellOfAMessageWithoutAnId() throws Exception {
        try (MessageInbox _ = MessageInbox.connect(emulator, TestHub.register(emulator, "pump-3"))) {
            send("pump-3", null, null);

            receive(_ -> AcknowledgementType.COMPLETE, () -> await().until(() -> batches.size() == 1));

            assertThat(batches.getFirst().getRecords().getFirst().getOriginalMessageId())
                    .isNull();
        }
    }

    @Test
    void shouldTellAgainWhatWasAbandonedAndNotWhatWasCompleted() throws Exception {
        try (MessageInbox _ = MessageInbox.connect(emulator, TestHub.register(emulator, "pump-4"))) {
            send("pump-4", "m-4", null);

            receive(
                    _ -> batches.size() < 3 ? AcknowledgementType.ABANDON : AcknowledgementType.COMPLETE,
                    () -> await().until(() -> batches.size() == 3));
            send("pump-4", "m-5", null);
            receive(_ -> AcknowledgementType.COMPLETE, () -> await().until(() -> batches.size() == 4));

            assertThat(batches)
                    .extracting(batch -> batch.getRecords().getFirst().getOriginalMessageId())
                    .containsExactly("m-4", "m-4", "m-4", "m-5");
        }
    }

    @Test
    void shouldTellAgainWhenTheCallbackFails() throws Exception {
        try (MessageInbox _ = MessageInbox.connect(emulator, TestHub.register(emulator, "pump-5"))) {
            send("pump-5", "m-6", null);

            receive(
                    _ -> {
                        if (batches.size() == 1) {
                            throw new IllegalStateException("the first time it fails");
                        }
                        return AcknowledgementType.COMPLETE;
                    },
                    () -> await().until(() -> batches.size() == 2));
        }
    }

    private void send(String device, @Nullable String id, @Nullable Date expiry) throws Exception {
        Message message = new Message("hello");
        message.setMessageId(id);
        message.setExpiryTimeUtc(expiry);
        message.setDeliveryAcknowledgement(DeliveryAcknowledgement.Full);
        client.send(device, message);
    }

    private void receive(Function<FeedbackBatch, AcknowledgementType> answer, Runnable wait) throws Exception {
        MessageFeedbackProcessorClient processor = SdkService.feedback(emulator, batch -> {
            batches.add(batch);
            return answer.apply(batch);
        });
        processor.start();
        try {
            wait.run();
        } finally {
            processor.stop();
        }
    }
}
