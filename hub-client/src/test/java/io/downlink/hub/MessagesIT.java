package io.downlink.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.downlink.emulator.EmulatorSettings;
import io.downlink.emulator.HubEmulator;
import io.downlink.emulator.hub.CloudToDeviceMessage;
import io.downlink.emulator.hub.DeviceConnection;
import io.downlink.emulator.hub.DeviceId;
import io.downlink.emulator.hub.DeviceSpec;
import io.downlink.emulator.hub.MessageDelivery;
import io.downlink.emulator.hub.MethodRequest;
import io.downlink.emulator.hub.Session;
import io.downlink.emulator.hub.Subscription;
import io.downlink.emulator.hub.Transport;
import io.downlink.hub.HubFailure.DeviceNotFound;
import io.downlink.hub.HubFailure.PayloadTooLarge;
import io.downlink.hub.HubFailure.QueueFull;
import io.downlink.hub.HubFailure.Unauthorized;
import io.downlink.hub.HubFailure.Unreachable;
import io.smallrye.mutiny.Uni;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages to devices: the client, the unmodified service SDK and a whole hub. */
class MessagesIT {
    private static final String ADDRESS = "127.46.0.1";
    private static HubEmulator emulator;
    private static IotHubClient client;

    private final Instant later = Instant.now().plusSeconds(3600).truncatedTo(ChronoUnit.MILLIS);

    @BeforeAll
    static void start(@TempDir Path directory) {
        emulator = HubEmulator.start(EmulatorSettings.at(ADDRESS, directory));
        client = open("service");
    }

    @AfterAll
    static void stop() {
        client.close();
        emulator.close();
    }

    @ParameterizedTest
    @EnumSource(AckLevel.class)
    void shouldHandOverEverythingThatTheMessageSays(AckLevel ack) {
        // given
        Inbox inbox = new Inbox("full-" + ack);
        OutgoingMessage message = new OutgoingMessage(
                "full-" + ack,
                null,
                "m:1",
                Bytes.of(new byte[] {0, -1, 65}),
                "because",
                Map.of("content-type", "text/plain; charset=utf-8", "k", "v"),
                ack,
                later);
        // when
        Enqueued enqueued = sent(message);
        // then
        assertThat(enqueued).isEqualTo(new Enqueued("m:1"));
        CloudToDeviceMessage received = inbox.only();
        assertThat(received.messageId()).isEqualTo("m:1");
        assertThat(received.correlationId()).isEqualTo("because");
        assertThat(received.bytes()).containsExactly(0, -1, 65);
        assertThat(received.properties()).isEqualTo(message.properties());
        assertThat(received.ack().name()).isEqualTo(ack.name());
        assertThat(received.expiry()).isEqualTo(later);
    }

    @Test
    void shouldMakeUpNoCorrelationId() {
        // given
        Inbox inbox = new Inbox("plain");
        // when
        sent(message("plain", ""));
        // then
        assertThat(inbox.only().correlationId()).isNull();
        assertThat(inbox.only().bytes()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a#b", "a?b", "a%2Fb", "a%23b", "it's", "a+b", "a", "A-:.+%_#*?!(),=@;$'9"})
    void shouldReachTheQueueThatWasMeantWhenIdsAreOdd(String id) {
        // given
        Inbox inbox = new Inbox(id);
        // when
        sent(message(id, id));
        // then
        assertThat(inbox.only().bytes()).asString().isEqualTo(id);
    }

    @Test
    void shouldTellThatADeviceIsNotFound() {
        assertThat(HubFailures.of(client.send(message("nobody", "?")))).isExactlyInstanceOf(DeviceNotFound.class);
    }

    @Test
    void shouldTellThatAQueueIsFullAtThe51stMessage() {
        // given
        register("asleep");
        List<Enqueued> first50 = Uni.join()
                .all(IntStream.range(0, 50)
                        .mapToObj(i -> client.send(message("asleep", "message " + i)))
                        .toList())
                .andFailFast()
                .await()
                .atMost(Duration.ofSeconds(20));
        // when
        HubFailure failure = HubFailures.of(client.send(message("asleep", "one more")));
        // then
        assertThat(first50).hasSize(50);
        assertThat(failure).isExactlyInstanceOf(QueueFull.class);
        assertThat(failure.retryable()).isTrue();
        assertThat(failure.mayHaveExecuted()).isFalse();
    }

    @Test
    void shouldTellThatAMessageIsTooLargeForTheHub() {
        // given a body that is no larger than it may be, alone: this hub counts ids and addresses too
        register("small");
        // when
        HubFailure failure = HubFailures.of(client.send(message("small", "x".repeat(OutgoingMessage.BYTES_MAX))));
        // then
        assertThat(failure).isExactlyInstanceOf(PayloadTooLarge.class);
    }

    @Test
    void shouldTellThatThePolicyHasNotTheRight() {
        register("guarded");
        try (IotHubClient reader = open("registryRead")) {
            assertThat(HubFailures.of(reader.send(message("guarded", "?")))).isExactlyInstanceOf(Unauthorized.class);
        }
    }

    @Test
    void shouldNotSendOnceClosed() {
        // given
        IotHubClient other = open("service");
        other.close();
        // then
        assertThat(HubFailures.of(other.send(message("nobody", "?")))).isExactlyInstanceOf(Unreachable.class);
    }

    private OutgoingMessage message(String deviceId, String text) {
        return new OutgoingMessage(deviceId, null, "m", Bytes.utf8(text), null, Map.of(), AckLevel.NONE, later);
    }

    private static Enqueued sent(OutgoingMessage message) {
        return client.send(message).await().atMost(Duration.ofSeconds(20));
    }

    private static void register(String id) {
        emulator.hub().registry().create(new DeviceSpec(new DeviceId(id), null, true, null));
    }

    private static IotHubClient open(String policy) {
        return IotHubClient.open(
                HubSettings.fromConnectionString(
                        "default", emulator.connectionString(policy), emulator.httpsPort(), emulator.caFile(), 60),
                Loops.VERTX);
    }

    /** What a device of any id gets, without a protocol in between. */
    private static final class Inbox implements DeviceConnection {
        private final List<CloudToDeviceMessage> messages = new CopyOnWriteArrayList<>();

        Inbox(String id) {
            register(id);
            Session session = emulator.hub().connect(new DeviceId(id), this, true);
            session.subscribe(Subscription.CLOUD_TO_DEVICE_MESSAGES_AT_MOST_ONCE);
            session.open();
        }

        CloudToDeviceMessage only() {
            await().untilAsserted(() -> assertThat(messages).hasSize(1));
            return messages.getFirst();
        }

        @Override
        public Transport transport() {
            return Transport.MQTT;
        }

        @Override
        public void deliver(MessageDelivery delivery) {
            messages.add(delivery.message());
        }

        @Override
        public void deliver(MethodRequest request) {
            // not asked for
        }

        @Override
        public void desiredChanged(ObjectNode patch, long version) {
            // nobody changes them here
        }

        @Override
        public void close() {
            // the emulator ends it
        }
    }
}
