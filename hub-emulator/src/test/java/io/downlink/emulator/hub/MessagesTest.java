package io.downlink.emulator.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessagesTest {
    private static final DeviceId PUMP = new DeviceId("pump-1");
    private static final Duration LOCK = Duration.ofSeconds(60);

    private final ManualTime time = new ManualTime();
    private final Hub hub = new Hub("127.0.0.1", time, time);
    private final FakeConnection connection = new FakeConnection();

    @BeforeEach
    void register() {
        hub.registry().create(new DeviceSpec(PUMP, null, true, null));
    }

    @Test
    void shouldDeliverInOrderWhatWaitedForTheDevice() {
        send("1");
        send("2");
        listening(connection);
        send("3");

        assertThat(texts(connection)).containsExactly("1", "2", "3");
        assertThat(connection.messages)
                .extracting(MessageDelivery::sequenceNumber)
                .containsExactly(1L, 2L, 3L);
        assertThat(connection.messages).extracting(MessageDelivery::repeated).containsOnly(false);
    }

    @Test
    void shouldDeliverNothingBeforeTheDeviceKnowsThatItIsConnected() {
        send("1");
        Session session = hub.connect(PUMP, connection, true);
        session.subscribe(Subscription.CLOUD_TO_DEVICE_MESSAGES);
        assertThat(connection.messages).isEmpty();

        session.open();

        assertThat(texts(connection)).containsExactly("1");
    }

    @Test
    void shouldKeepAMessageUntilTheDeviceCompletesIt() {
        Session session = listening(connection);
        sendQuietly("1");
        assertThat(count()).isEqualTo(1);

        session.complete(lock(0));

        assertThat(count()).isZero();
        assertThat(time.timers()).as("timers left").isZero();
        assertThat(refusal(() -> session.complete(lock(0)))).isEqualTo(HubError.DEVICE_MESSAGE_LOCK_LOST);
    }

    @Test
    void shouldDeliverAgainWhenTheLockRunsOut() {
        Session session = listening(connection);
        send("1");
        time.move(LOCK.minusMillis(1));
        assertThat(connection.messages).hasSize(1);

        time.move(Duration.ofMillis(1));

        assertThat(texts(connection)).containsExactly("1", "1");
        assertThat(connection.messages.get(1).repeated()).isTrue();
        assertThat(refusal(() -> session.complete(lock(0)))).isEqualTo(HubError.DEVICE_MESSAGE_LOCK_LOST);
        session.complete(lock(1));
        assertThat(count()).isZero();
    }

    @Test
    void shouldDeliverAgainToTheNextConnectionWhatTheLastOneDidNotSettle() {
        Session first = listening(connection);
        send("1");
        send("2");
        first.complete(lock(0));
        first.end();
        assertThat(count()).isEqualTo(1);

        FakeConnection next = new FakeConnection();
        Session second = listening(next);

        assertThat(texts(next)).containsExactly("2");
        second.complete(next.messages.getFirst().lock());
        assertThat(count()).isZero();
    }

    @Test
    void shouldDeliverToTheSecondConnectionWhenItTakesThePlaceOfTheFirst() {
        hub.connect(PUMP, connection, false).open();
        Session first = hub.connect(PUMP, connection, false);
        first.open();
        first.subscribe(Subscription.CLOUD_TO_DEVICE_MESSAGES);
        send("1");

        FakeConnection next = new FakeConnection();
        hub.connect(PUMP, next, false).open(); // the subscription has stayed

        assertThat(connection.closed).isTrue();
        assertThat(texts(next)).containsExactly("1");
    }

    @Test
    void shouldDeliverNothingMoreAfterTheSubscriptionEnds() {
        Session session = listening(connection);
        send("1");

        session.unsubscribe(Subscription.CLOUD_TO_DEVICE_MESSAGES);
        send("2");

        assertThat(texts(connection)).containsExactly("1");
        session.complete(lock(0));
        assertThat(count()).isEqualTo(1);
    }

    @Test
    void shouldBeDoneWithAMessageThatIsSentToADeviceThatAcknowledgesNothing() {
        Session session = hub.connect(PUMP, connection, true);
        session.subscribe(Subscription.CLOUD_TO_DEVICE_MESSAGES);
        session.subscribe(Subscription.CLOUD_TO_DEVICE_MESSAGES_AT_MOST_ONCE);
        session.open();
        sendQuietly("1");
        sendQuietly("2");

        assertThat(connection.messages).extracting(MessageDelivery::settled).containsExactly(true, true);
        assertThat(count()).isZero();
        assertThat(time.timers()).as("timers left").isZero();
    }

    @Test
    void shouldHoldFiftyMessagesThoseOnTheirWayIncluded() {
        Session session = listening(connection);
        for (int i = 0; i < 50; i++) {
            send("n");
        }
        assertThatThrownBy(() -> send("one too many"))
                .isInstanceOfSatisfying(
                        HubException.class,
                        refusal -> assertThat(refusal.error()).isEqualTo(HubError.DEVICE_MAXIMUM_QUEUE_DEPTH_EXCEEDED))
                .hasMessageContaining("50");

        session.complete(lock(0));

        send("fits");
    }

    @Test
    void shouldGiveUpAMessageThatTheDeviceAbandonsForTheTenthTime() {
        Session session = listening(connection);
        send("1");

        for (int i = 0; i < 10; i++) {
            assertThat(count()).isEqualTo(1);
            session.abandon(lock(i));
        }

        assertThat(count()).isZero();
        assertThat(connection.messages).hasSize(10);
        assertThat(feedback()).containsExactly("m-1 DeliveryCountExceeded");
    }

    @Test
    void shouldCountNoLockThatRunsOut() {
        listening(connection);
        send("1");

        time.move(LOCK.multipliedBy(20));

        assertThat(count()).isEqualTo(1);
        assertThat(connection.messages).hasSize(21);
    }

    @Test
    void shouldCountLocksThatRunOutWhereTheHubIsToldTo() {
        Hub counting = new Hub("127.0.0.1", time, time, MessagingRules.DEFAULT.countingLockExpiry());
        counting.registry().create(new DeviceSpec(PUMP, null, true, null));
        Session session = counting.connect(PUMP, connection, true);
        session.open();
        session.subscribe(Subscription.CLOUD_TO_DEVICE_MESSAGES);
        counting.messages().send(PUMP, message("1", AckLevel.FULL, null));

        time.move(LOCK.multipliedBy(10));

        assertThat(connection.messages).hasSize(10);
        assertThat(counting.registry().get(PUMP).messages()).isZero();
    }

    @Test
    void shouldExpireAfterAnHourUnlessTheMessageSaysOtherwise() {
        send("an hour");
        hub.messages().send(PUMP, message("two", AckLevel.FULL, time.instant().plus(Duration.ofHours(2))));

        time.move(Duration.ofHours(1).minusMillis(1));
        assertThat(count()).isEqualTo(2);
        time.move(Duration.ofMillis(1));
        assertThat(count()).isEqualTo(1);
        time.move(Duration.ofHours(1));

        assertThat(count()).isZero();
        assertThat(feedback()).containsExactly("m-two Expired");
    }

    @Test
    void shouldLetTheDeviceCompleteAMessageThatExpiresOnItsWay() {
        Session session = listening(connection);
        hub.messages().send(PUMP, message("1", AckLevel.FULL, time.instant().plusSeconds(10)));
        time.move(Duration.ofSeconds(11));

        session.complete(lock(0));

        assertThat(feedback()).containsExactly("m-1 Success");
    }

    @Test
    void shouldExpireAMessageThatComesBackTooLate() {
        Session session = listening(connection);
        hub.messages().send(PUMP, message("1", AckLevel.FULL, time.instant().plusSeconds(10)));
        time.move(Duration.ofSeconds(11));

        session.abandon(lock(0));

        assertThat(connection.messages).hasSize(1);
        assertThat(feedback()).containsExactly("m-1 Expired");
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 0, 2 * 24 * 3600 + 1})
    void shouldRefuseAnExpiryOutOfRange(long secondsFromNow) {
        Instant expiry = time.instant().plusSeconds(secondsFromNow);

        assertThat(refusal(() -> hub.messages().send(PUMP, message("1", AckLevel.FULL, expiry))))
                .isEqualTo(HubError.INVALID_MESSAGE_EXPIRY_TIME);
    }

    @Test
    void shouldTellThatTheDeviceRejectedAMessage() {
        Session session = listening(connection);
        send("1");

        session.reject(lock(0));

        assertThat(count()).isZero();
        assertThat(feedback()).containsExactly("m-1 Rejected");
    }

    @Test
    void shouldPurgeWhatWaitsAndWhatIsOnItsWay() {
        Session session = listening(connection);
        send("1");
        session.unsubscribe(Subscription.CLOUD_TO_DEVICE_MESSAGES);
        send("2");

        assertThat(hub.messages().purge(PUMP)).isEqualTo(2);

        assertThat(count()).isZero();
        assertThat(feedback()).containsExactly("m-1 Purged", "m-2 Purged");
        assertThat(refusal(() -> session.complete(lock(0)))).isEqualTo(HubError.DEVICE_MESSAGE_LOCK_LOST);
    }

    @ParameterizedTest
    @CsvSource({
        "none,,0",
        "positive,Success,1",
        "positiveonly,Success,1",
        "negative,Rejected,1",
        "negativeOnly,Rejected,1",
        "FULL,,2"
    })
    void shouldTellOnlyTheOutcomesThatTheSenderAskedFor(String ack, @Nullable String status, int records) {
        Session session = listening(connection);
        for (String text : List.of("1", "2")) {
            hub.messages().send(PUMP, message(text, AckLevel.of(ack), null));
        }
        session.complete(lock(0));
        session.reject(lock(1));

        List<String> told = feedback();

        assertThat(told).hasSize(records);
        if (status != null) {
            assertThat(told).allSatisfy(line -> assertThat(line).endsWith(status));
        }
    }

    @Test
    void shouldForgetMessagesAndFeedbackOfADeviceThatIsRemoved() {
        Session session = listening(connection);
        send("1");
        send("2");
        session.complete(lock(0));

        hub.registry().delete(PUMP, IfMatch.ANY);
        hub.registry().create(new DeviceSpec(PUMP, null, true, null));

        assertThat(count()).isZero();
        assertThat(feedback()).isEmpty();
    }

    @Test
    void shouldRefuseAnUnknownAndADisabledDeviceAlike() {
        assertThat(refusal(() -> hub.messages().send(new DeviceId("nobody"), message("1", AckLevel.FULL, null))))
                .isEqualTo(HubError.DEVICE_NOT_FOUND);
        hub.registry().update(new DeviceSpec(PUMP, null, false, null), IfMatch.ANY);

        assertThat(refusal(() -> send("1"))).isEqualTo(HubError.DEVICE_NOT_FOUND);
    }

    @Test
    void shouldCountMessages() {
        Session session = listening(connection);
        send("1");
        send("2");
        session.abandon(lock(0));
        session.complete(lock(1));

        MessageStatistics statistics = hub.messages().statistics();

        assertThat(statistics.enqueuedCount()).isEqualTo(2);
        assertThat(statistics.deliveredCount()).isEqualTo(3);
        assertThat(statistics.completedCount()).isEqualTo(1);
    }

    private Session listening(FakeConnection to) {
        Session session = hub.connect(PUMP, to, true);
        session.open();
        session.subscribe(Subscription.CLOUD_TO_DEVICE_MESSAGES);
        return session;
    }

    private void send(String text) {
        hub.messages().send(PUMP, message(text, AckLevel.FULL, null));
    }

    /** Without feedback, which has a timer of its own. */
    private void sendQuietly(String text) {
        hub.messages().send(PUMP, message(text, AckLevel.NONE, null));
    }

    private static CloudToDeviceMessage message(String text, AckLevel ack, @Nullable Instant expiry) {
        return new CloudToDeviceMessage(
                "m-" + text.replace(" ", "-"),
                null,
                null,
                "/devices/pump-1/messages/devicebound",
                null,
                null,
                expiry,
                ack,
                Map.of(),
                ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    private long lock(int delivery) {
        return connection.messages.get(delivery).lock();
    }

    private int count() {
        return hub.registry().get(PUMP).messages();
    }

    private List<String> feedback() {
        FeedbackReceiver receiver = hub.feedback().open(() -> {});
        time.move(MessagingRules.DEFAULT.feedbackPause());
        FeedbackBatch batch = receiver.take();
        return batch == null
                ? List.of()
                : batch.records().stream()
                        .map(item ->
                                item.originalMessageId() + " " + item.status().text())
                        .toList();
    }

    private static List<String> texts(FakeConnection connection) {
        return connection.messages.stream()
                .map(delivery -> new String(delivery.message().bytes(), StandardCharsets.UTF_8))
                .toList();
    }

    private static HubError refusal(ThrowingCallable call) {
        return org.assertj.core.api.Assertions.catchThrowableOfType(HubException.class, call)
                .error();
    }
}
