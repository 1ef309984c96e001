package io.downlink.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.microsoft.azure.sdk.iot.device.MessageProperty;
import com.microsoft.azure.sdk.iot.service.exceptions.IotHubDeviceMaximumQueueDepthExceededException;
import com.microsoft.azure.sdk.iot.service.exceptions.IotHubException;
import com.microsoft.azure.sdk.iot.service.exceptions.IotHubMessageTooLargeException;
import com.microsoft.azure.sdk.iot.service.exceptions.IotHubNotFoundException;
import com.microsoft.azure.sdk.iot.service.exceptions.IotHubUnauthorizedException;
import com.microsoft.azure.sdk.iot.service.messaging.DeliveryAcknowledgement;
import com.microsoft.azure.sdk.iot.service.messaging.Message;
import com.microsoft.azure.sdk.iot.service.messaging.MessagingClient;
import io.downlink.emulator.conformance.Covers;
import io.downlink.emulator.conformance.Feature;
import io.downlink.emulator.hub.DeviceId;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages from the unmodified service SDK to the unmodified device SDK over MQTT. */
@Covers(Feature.SENDING)
abstract class MessageSendingContract extends TransportContract {
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
    void shouldBringTheExactBytesAndPropertiesToTheDevice() throws Exception {
        byte[] body = new byte[256];
        for (int i = 0; i < body.length; i++) {
            body[i] = (byte) i;
        }
        Message message = new Message(body);
        message.setMessageId("m-1");
        message.setCorrelationId("c-1");
        message.setProperties(Map.of("name", "a value & 100% ü+=?"));
        try (MessageInbox inbox = MessageInbox.connect(emulator(), register("exact"))) {
            client.send("exact", message);

            await().until(() -> inbox.messages().size() == 1);
            var received = inbox.messages().getFirst();
            assertThat(received.getBytes()).isEqualTo(body);
            assertThat(received.getMessageId()).isEqualTo("m-1");
            assertThat(received.getCorrelationId()).isEqualTo("c-1");
            assertThat(received.getProperty("name")).isEqualTo("a value & 100% ü+=?");
            assertThat(Arrays.stream(received.getProperties()).map(MessageProperty::getName))
                    .containsExactly("name");
            await().untilAsserted(() -> assertThat(waiting("exact")).isZero());
        }
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = "with-an-id")
    void shouldTakeAMessageWithAndWithoutAnId(@Nullable String id) throws Exception {
        String device = "id-" + id;
        Message message = new Message("hello");
        message.setMessageId(id);
        try (MessageInbox inbox = MessageInbox.connect(emulator(), register(device))) {
            client.send(device, message);

            await().untilAsserted(() -> assertThat(inbox.texts()).containsExactly("hello"));
        }
    }

    @ParameterizedTest
    @EnumSource(DeliveryAcknowledgement.class)
    void shouldTakeEveryLevelOfAcknowledgement(DeliveryAcknowledgement level) throws Exception {
        String device = "ack-" + level;
        Message message = new Message("hello");
        message.setDeliveryAcknowledgement(level);
        try (MessageInbox inbox = MessageInbox.connect(emulator(), register(device))) {
            client.send(device, message);

            await().untilAsserted(() -> assertThat(inbox.texts()).containsExactly("hello"));
        }
    }

    @Test
    void shouldBringMessagesInTheirOrderWhenTheDeviceConnectsLater() throws Exception {
        String connectionString = register("later");
        for (String text : List.of("first", "second", "third")) {
            client.send("later", new Message(text));
        }
        assertThat(waiting("later")).isEqualTo(3);

        try (MessageInbox inbox = MessageInbox.connect(emulator(), connectionString)) {
            await().untilAsserted(() -> assertThat(inbox.texts()).containsExactly("first", "second", "third"));
            await().untilAsserted(() -> assertThat(waiting("later")).isZero());
        }
    }

    @Test
    void shouldBringAMessageAgainThatTheDeviceDidNotAcknowledgeBeforeItWent() throws Exception {
        String connectionString = register("forgetful");
        try (MessageInbox inbox = MessageInbox.connect(emulator(), connectionString, _ -> {
            throw new IllegalStateException("the callback fails, so that nothing is acknowledged");
        })) {
            client.send("forgetful", new Message("again"));
            await().until(() -> inbox.messages().size() == 1);
        }
        await().until(() ->
                !emulator().hub().registry().get(new DeviceId("forgetful")).connected());
        assertThat(waiting("forgetful")).isEqualTo(1);

        try (MessageInbox inbox = MessageInbox.connect(emulator(), connectionString)) {
            await().untilAsserted(() -> assertThat(inbox.texts()).containsExactly("again"));
        }
    }

    @Test
    void shouldBringAMessageWithoutABodyAndOneAsLargeAsAllowed() throws Exception {
        byte[] large = new byte[65_000];
        Arrays.fill(large, (byte) 'x');
        try (MessageInbox inbox = MessageInbox.connect(emulator(), register("sizes"))) {
            client.send("sizes", new Message());
            client.send("sizes", new Message(large));

            await().until(() -> inbox.messages().size() == 2);
            assertThat(inbox.messages().get(0).getBytes()).isEmpty();
            assertThat(inbox.messages().get(1).getBytes()).isEqualTo(large);
        }
    }

    @Test
    void shouldBringLargeMessagesInTheirOrder() throws Exception {
        List<Integer> sizes = List.of(60_000, 59_999, 59_998, 59_997, 59_996);
        try (MessageInbox inbox = MessageInbox.connect(emulator(), register("in-order"))) {
            for (int size : sizes) {
                client.send("in-order", new Message(new byte[size]));
            }

            await().untilAsserted(() -> assertThat(inbox.messages())
                    .extracting(message -> message.getBytes().length)
                    .isEqualTo(sizes));
        }
    }

    @Test
    void shouldRefuseAMessageThatIsTooLargeAndTakeTheNext() throws Exception {
        register("large");

        assertThatThrownBy(() -> client.send("large", new Message(new byte[256_000])))
                .isInstanceOf(IotHubMessageTooLargeException.class);
        client.send("large", new Message("small"));
        assertThat(waiting("large")).isEqualTo(1);
    }

    @Test
    void shouldRefuseAnUnknownDevice() {
        assertThatThrownBy(() -> client.send("nobody", new Message("hello")))
                .isInstanceOf(IotHubNotFoundException.class);
    }

    @Test
    void shouldRefuseTheFiftyFirstMessage() throws Exception {
        register("full");
        for (int i = 0; i < 50; i++) {
            client.send("full", new Message("n" + i));
        }

        assertThatThrownBy(() -> client.send("full", new Message("one too many")))
                .isInstanceOf(IotHubDeviceMaximumQueueDepthExceededException.class)
                .hasMessageContaining("50");
    }

    @Test
    void shouldRefuseAnExpiryInThePast() {
        register("late");
        Message message = new Message("late");
        message.setExpiryTimeUtc(Date.from(Instant.now().minusSeconds(60)));

        assertThatThrownBy(() -> client.send("late", message))
                .isInstanceOf(IotHubException.class)
                .hasMessageContaining("absolute-expiry-time");
    }

    @Test
    void shouldFindADeviceWhoseIdIsPercentEncoded() throws Exception {
        register("a#b");

        client.send("a%23b", new Message("hello"));

        assertThat(waiting("a#b")).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"device", "registryRead", "registryReadWrite"})
    void shouldRefuseAPolicyWithoutTheRight(String policy) throws Exception {
        MessagingClient other = SdkService.messaging(emulator(), protocol(), policy, _ -> {});
        try {
            assertThatThrownBy(other::open).isInstanceOf(IotHubUnauthorizedException.class);
        } finally {
            other.close();
        }
    }

    @Test
    void shouldAnswerTheClientsClose() throws Exception {
        List<String> errors = new CopyOnWriteArrayList<>();
        MessagingClient other =
                SdkService.messaging(emulator(), protocol(), "service", error -> errors.add(error.toString()));
        other.open();

        other.close();

        assertThat(errors).isEmpty();
        assertThat(other.isOpen()).isFalse();
    }

    private int waiting(String device) {
        return emulator().hub().registry().get(new DeviceId(device)).messages();
    }
}
