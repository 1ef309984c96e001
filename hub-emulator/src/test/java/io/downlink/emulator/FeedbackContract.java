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
import io.downlink.emulator.conformance.Covers;
import io.downlink.emulator.conformance.Feature;
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
@Covers(Feature.FEEDBACK)
abstract class FeedbackContract extends TransportContract {
    private final List<FeedbackBatch> batches = new CopyOnWriteArrayList<>();
    private MessagingClient client;

    @BeforeEach
    void openClient() throws Exception {
        client = SdkService.messaging(emulator(), protocol(), "service", _ -> {});
        client.open();
    }

    @AfterEach
    void closeClient() throws Exception {
        client.close();
    }

    @Test
    void shouldTellThatAMessageWasDelivered() throws Exception {
        try (MessageInbox inbox = MessageInbox.connect(emulator(), register("pump-1"))) {
            send("pump-1", "m-1", null);
            await().until(() -> inbox.messages().size() == 1);

            receive("pump-1", _ -> AcknowledgementType.COMPLETE, () -> await().until(() -> batches.size() == 1));

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
        register("pump-2");
        send("pump-2", "m-2", Date.from(Instant.now().plusSeconds(2)));

        receive("pump-2", _ -> AcknowledgementType.COMPLETE, () -> await().until(() -> batches.size() == 1));

        assertThat(batches.getFirst().getRecords())
                .singleElement()
                .extracting(FeedbackRecord::getStatusCode)
                .isEqualTo(FeedbackStatusCode.expired);
    }

    @Test
    void shouldTellOfAMessageWithoutAnId() throws Exception {
        try (MessageInbox _ = MessageInbox.connect(emulator(), register("pump-3"))) {
            send("pump-3", null, null);

            receive("pump-3", _ -> AcknowledgementType.COMPLETE, () -> await().until(() -> batches.size() == 1));

            assertThat(batches.getFirst().getRecords().getFirst().getOriginalMessageId())
                    .isNull();
        }
    }

    @Test
    void shouldTellAgainWhatWasAbandonedAndNotWhatWasCompleted() throws Exception {
        try (MessageInbox _ = MessageInbox.connect(emulator(), register("pump-4"))) {
            send("pump-4", "m-4", null);

            receive(
                    "pump-4",
                    _ -> batches.size() < 3 ? AcknowledgementType.ABANDON : AcknowledgementType.COMPLETE,
                    () -> await().until(() -> batches.size() == 3));
            send("pump-4", "m-5", null);
            receive("pump-4", _ -> AcknowledgementType.COMPLETE, () -> await().until(() -> batches.size() == 4));

            assertThat(batches)
                    .extracting(batch -> batch.getRecords().getFirst().getOriginalMessageId())
                    .containsExactly("m-4", "m-4", "m-4", "m-5");
        }
    }

    @Test
    void shouldTellAgainWhenTheCallbackFails() throws Exception {
        try (MessageInbox _ = MessageInbox.connect(emulator(), register("pump-5"))) {
            send("pump-5", "m-6", null);

            receive(
                    "pump-5",
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

    /** Leaves aside what other tests' devices did. */
    private void receive(String device, Function<FeedbackBatch, AcknowledgementType> answer, Runnable wait)
            throws Exception {
        MessageFeedbackProcessorClient processor = SdkService.feedback(emulator(), protocol(), batch -> {
            if (!batch.getRecords().getFirst().getDeviceId().equals(device)) {
                return AcknowledgementType.COMPLETE;
            }
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
