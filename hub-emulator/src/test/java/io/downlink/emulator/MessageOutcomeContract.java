package io.downlink.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.azure.sdk.iot.device.IotHubMessageResult;
import com.microsoft.azure.sdk.iot.service.messaging.DeliveryAcknowledgement;
import com.microsoft.azure.sdk.iot.service.messaging.Message;
import io.downlink.emulator.conformance.Covers;
import io.downlink.emulator.conformance.Feature;
import io.downlink.emulator.hub.FeedbackBatch;
import io.downlink.emulator.hub.FeedbackReceiver;
import io.downlink.emulator.hub.FeedbackRecord;
import io.downlink.emulator.hub.FeedbackStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * What a device can do with a message where its protocol lets it say so: complete, abandon and reject. MQTT has no word
 * for the last two.
 */
@Covers(Feature.MESSAGE_OUTCOMES)
abstract class MessageOutcomeContract extends CloudToDeviceContract {
    @Test
    void shouldBringAgainWhatTheDeviceAbandons() throws Exception {
        AtomicInteger deliveries = new AtomicInteger();
        try (MessageInbox inbox = connect(
                register("abandons"),
                _ -> deliveries.incrementAndGet() < 3 ? IotHubMessageResult.ABANDON : IotHubMessageResult.COMPLETE)) {
            send("abandons", new Message("again"));

            await().untilAsserted(() -> assertThat(inbox.texts()).containsExactly("again", "again", "again"));
            awaitWaiting("abandons", 0);
        }
    }

    @Test
    void shouldGiveUpAMessageThatIsAbandonedTenTimes() throws Exception {
        try (MessageInbox inbox = connect(register("never"), _ -> IotHubMessageResult.ABANDON)) {
            send("never", asking("never-1"));

            assertThat(outcomeOf("never-1")).isEqualTo(FeedbackStatus.DELIVERY_COUNT_EXCEEDED);
            assertThat(inbox.messages()).hasSize(10);
        }
    }

    @Test
    void shouldNotBringAgainWhatTheDeviceRejects() throws Exception {
        try (MessageInbox inbox = connect(register("rejects"), _ -> IotHubMessageResult.REJECT)) {
            send("rejects", asking("rejects-1"));

            assertThat(outcomeOf("rejects-1")).isEqualTo(FeedbackStatus.REJECTED);
            assertThat(inbox.messages()).hasSize(1);
        }
    }

    @Test
    void shouldTellThatTheDeviceCompletedAMessage() throws Exception {
        try (MessageInbox inbox = connect(register("completes"), _ -> IotHubMessageResult.COMPLETE)) {
            send("completes", asking("completes-1"));

            assertThat(outcomeOf("completes-1")).isEqualTo(FeedbackStatus.SUCCESS);
            assertThat(inbox.messages()).hasSize(1);
        }
    }

    private static Message asking(String id) {
        Message message = new Message("an outcome, please");
        message.setMessageId(id);
        message.setDeliveryAcknowledgement(DeliveryAcknowledgement.Full);
        return message;
    }

    /** Receives feedback until one tells of this message. */
    private FeedbackStatus outcomeOf(String messageId) {
        List<FeedbackRecord> told = new ArrayList<>();
        FeedbackReceiver receiver = emulator().hub().feedback().open(() -> {});
        try {
            await().until(() -> {
                FeedbackBatch batch = receiver.take();
                if (batch != null) {
                    told.addAll(batch.records());
                    receiver.complete(batch.lockToken());
                }
                return told.stream().anyMatch(item -> messageId.equals(item.originalMessageId()));
            });
        } finally {
            receiver.close();
        }
        return told.stream()
                .filter(item -> messageId.equals(item.originalMessageId()))
                .findFirst()
                .orElseThrow()
                .status();
    }
}
