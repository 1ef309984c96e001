package io.downlink.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.microsoft.azure.sdk.iot.service.exceptions.IotHubException;
import com.microsoft.azure.sdk.iot.service.exceptions.IotHubInternalServerErrorException;
import com.microsoft.azure.sdk.iot.service.messaging.AcknowledgementType;
import com.microsoft.azure.sdk.iot.service.messaging.DeliveryAcknowledgement;
import com.microsoft.azure.sdk.iot.service.messaging.ErrorContext;
import com.microsoft.azure.sdk.iot.service.messaging.FeedbackRecord;
import com.microsoft.azure.sdk.iot.service.messaging.Message;
import com.microsoft.azure.sdk.iot.service.messaging.MessageFeedbackProcessorClient;
import com.microsoft.azure.sdk.iot.service.messaging.MessagingClient;
import io.downlink.emulator.faults.Fault;
import io.downlink.emulator.faults.Kind;
import io.downlink.emulator.faults.Kind.FeedbackBreak;
import io.downlink.emulator.faults.Latency;
import io.downlink.emulator.faults.Operation;
import io.downlink.emulator.faults.Refusal;
import io.downlink.emulator.hub.MessagingRules;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the unmodified service SDK makes of faults over AMQP: messages, and the feedback on them. */
class MessageFaultsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final List<ErrorContext> errors = new CopyOnWriteArrayList<>();
    private final List<String> told = new CopyOnWriteArrayList<>();
    private HubEmulator emulator;
    private MessageInbox pump;
    private MessagingClient client;

    @BeforeEach
    void start() throws Exception {
        emulator = TestHub.start("127.64.0.3", MessagingRules.DEFAULT.withFeedbackPause(Duration.ofMillis(100)));
        pump = MessageInbox.connect(emulator, TestHub.register(emulator, "pump-1"));
        client = SdkService.messaging(emulator, "service", errors::add);
    }

    @AfterEach
    void stop() throws Exception {
        client.close();
        pump.close();
        emulator.close();
    }

    @Test
    void shouldRefuseAMessageAndNotTheNext() throws Exception {
        client.open();
        emulator.faults()
                .add(Fault.of(new Kind.Refuse(new Refusal(429001, null)))
                        .on("pump-1")
                        .times(1));

        assertThatThrownBy(() -> send("m-1"))
                .isInstanceOf(IotHubException.class)
                .hasMessageContaining("com.microsoft:device-container-throttled");
        send("m-2");

        await().untilAsserted(() -> assertThat(pump.texts()).containsExactly("m-2"));
    }

    @Test
    void shouldTakeAMessageAndSayThatItDidNot() throws Exception {
        client.open();
        emulator.faults().add(Fault.of(new Kind.ExecuteThenRefuse(new Refusal(500001, null))));

        assertThatThrownBy(() -> send("m-1")).isInstanceOf(IotHubInternalServerErrorException.class);

        await().untilAsserted(() -> assertThat(pump.texts()).containsExactly("m-1"));
    }

    @Test
    void shouldTakeAMessageAndNeverSettleIt() throws Exception {
        client.open();
        emulator.faults()
                .add(Fault.of(new Kind.ExecuteThenNoAnswer())
                        .during(Operation.CLOUD_TO_DEVICE)
                        .times(1));

        assertThatThrownBy(() -> send("m-1")).isInstanceOf(TimeoutException.class);

        await().untilAsserted(() -> assertThat(pump.texts()).containsExactly("m-1"));
        send("m-2");
        assertThat(errors).as("the connection goes on").isEmpty();
    }

    @Test
    void shouldNeitherTakeAMessageNorSettleIt() throws Exception {
        client.open();
        emulator.faults().add(Fault.of(new Kind.NoAnswer()).times(1));

        assertThatThrownBy(() -> send("m-1")).isInstanceOf(TimeoutException.class);
        send("m-2");

        await().untilAsserted(() -> assertThat(pump.texts()).containsExactly("m-2"));
    }

    @Test
    void shouldSettleAMessageLater() throws Exception {
        client.open();
        emulator.faults()
                .add(Fault.of(new Kind.ExecuteThenDelay(new Latency.Fixed(PATIENCE.multipliedBy(2))))
                        .times(1));

        assertThatThrownBy(() -> send("m-1")).isInstanceOf(TimeoutException.class);

        await().untilAsserted(() -> assertThat(pump.texts()).containsExactly("m-1"));
    }

    @Test
    void shouldTakeAMessageAndCloseTheConnection() throws Exception {
        client.open();
        emulator.faults()
                .add(Fault.of(new Kind.ExecuteThenClose())
                        .during(Operation.CLOUD_TO_DEVICE)
                        .times(1));

        assertThatThrownBy(() -> send("m-1")).isInstanceOfAny(IotHubException.class, TimeoutException.class);

        await().untilAsserted(() -> assertThat(pump.texts()).containsExactly("m-1"));
    }

    @Test
    void shouldSayNothingOnAHalfOpenConnection() throws Exception {
        client.open();
        emulator.faults().add(Fault.of(new Kind.HalfOpenServiceLink()).times(1));

        assertThatThrownBy(() -> send("m-1")).isInstanceOf(TimeoutException.class);
        assertThatThrownBy(() -> send("m-2"))
                .as("it struck once, and the whole connection is dead")
                .isInstanceOf(TimeoutException.class);
        assertThat(pump.texts()).isEmpty();
        assertThat(errors).isEmpty();
    }

    @Test
    void shouldGiveNoCreditUntilTheFaultIsOver() throws Exception {
        String id = emulator.faults().add(Fault.of(new Kind.NoCredit()));
        client.open();

        assertThatThrownBy(() -> send("m-1")).isInstanceOf(TimeoutException.class);
        assertThat(pump.texts()).isEmpty();

        emulator.faults().remove(id);
        await().ignoreExceptions().untilAsserted(() -> send("m-2"));
        await().untilAsserted(() -> assertThat(pump.texts()).contains("m-2"));
    }

    @Test
    void shouldLoseFeedback() throws Exception {
        client.open();
        emulator.faults().add(Fault.of(new Kind.LoseFeedback()).on("pump-1").times(1));

        receive(() -> {
            send("m-1");
            await().until(() -> emulator.hub().messages().statistics().completedCount() == 1);
            send("m-2");
            await().untilAsserted(() -> assertThat(told).containsExactly("m-2"));
        });
    }

    @Test
    void shouldTellFeedbackTwice() throws Exception {
        client.open();
        emulator.faults().add(Fault.of(new Kind.DoubleFeedback()).times(1));

        receive(() -> {
            send("m-1");
            await().until(() -> emulator.hub().messages().statistics().completedCount() == 1);
            send("m-2");
            await().untilAsserted(() -> assertThat(told).containsExactly("m-1", "m-1", "m-2"));
        });
    }

    @Test
    void shouldDropABatchThatIsBrokenAtEachDeliveryAndTellTheNext() throws Exception {
        client.open();
        emulator.faults()
                .add(Fault.of(new Kind.BreakFeedback(FeedbackBreak.CUT))
                        .times(MessagingRules.DEFAULT.deliveryCountMax()));

        receive(() -> {
            send("m-1");
            await().until(() -> emulator.faults().none());
            send("m-2");
            await().untilAsserted(() -> assertThat(told).containsExactly("m-2"));
        });
    }

    @Test
    void shouldTellABatchThatIsBrokenOnceAtItsNextDelivery() throws Exception {
        client.open();
        emulator.faults()
                .add(Fault.of(new Kind.BreakFeedback(FeedbackBreak.CUT))
                        .on("pump-1")
                        .times(1));

        receive(() -> {
            send("m-1");
            await().untilAsserted(() -> assertThat(told).containsExactly("m-1"));
        });
        assertThat(emulator.faults().none()).isTrue();
    }

    @Test
    void shouldKeepAFeedbackLinkMuteUntilTheFaultIsOver() throws Exception {
        client.open();
        String id = emulator.faults().add(Fault.of(new Kind.MuteFeedbackLink()));

        receive(() -> {
            send("m-1");
            await().during(Duration.ofSeconds(1)).until(told::isEmpty);
            assertThat(emulator.faults().all().getFirst().struck()).isPositive();

            emulator.faults().remove(id);
            await().untilAsserted(() -> assertThat(told).containsExactly("m-1"));
        });
    }

    @Test
    void shouldRefuseToOpenAFeedbackLink() throws Exception {
        client.open();
        emulator.faults()
                .add(Fault.of(new Kind.Refuse(new Refusal(503008, null)))
                        .during(Operation.FEEDBACK)
                        .times(1));

        assertThatThrownBy(() -> receive(() -> {}))
                .isInstanceOf(IotHubException.class)
                .hasMessageContaining("ReceiveLinkOpensThrottled");

        send("m-1");
        receive(() -> await().untilAsserted(() -> assertThat(told).containsExactly("m-1")));
    }

    private void send(String text) throws Exception {
        Message message = new Message(text);
        message.setMessageId(text);
        message.setDeliveryAcknowledgement(DeliveryAcknowledgement.Full);
        client.send("pump-1", message, Math.toIntExact(PATIENCE.toMillis()));
    }

    private void receive(Steps steps) throws Exception {
        MessageFeedbackProcessorClient processor = SdkService.feedback(emulator, batch -> {
            batch.getRecords().stream()
                    .map(FeedbackRecord::getOriginalMessageId)
                    .forEach(told::add);
            return AcknowledgementType.COMPLETE;
        });
        processor.start();
        try {
            steps.run();
        } finally {
            processor.stop();
        }
    }

    private interface Steps {
        void run() throws Exception;
    }
}
