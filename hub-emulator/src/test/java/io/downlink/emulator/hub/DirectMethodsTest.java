package io.downlink.emulator.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DirectMethodsTest {
    private static final DeviceId PUMP = new DeviceId("pump-1");

    private final ManualTime time = new ManualTime();
    private final Hub hub = new Hub("127.0.0.1", time, time);
    private final FakeConnection connection = new FakeConnection();

    @BeforeEach
    void register() {
        hub.registry().create(new DeviceSpec(PUMP, null, true, null));
    }

    @Test
    void shouldReturnTheDevicesAnswer() {
        Session session = listening(connection);
        CompletionStage<MethodAnswer> answer = call(30, 0);

        session.answer(requestId(0), 418, "{\"a\":1}");

        assertThat(connection.requests.getFirst().method()).isEqualTo("reboot");
        assertThat(answer).isCompletedWithValue(new MethodAnswer(418, "{\"a\":1}"));
        assertThat(time.timers()).as("timers left").isZero();
    }

    @Test
    void shouldBeNotOnlineAtOnceWhenNobodyIsWaitedFor() {
        assertThat(refusal(call(30, 0))).isEqualTo(HubError.DEVICE_NOT_ONLINE);
    }

    @Test
    void shouldBeNotOnlineWhenTheDeviceIsThereButDoesNotListen() {
        hub.connect(PUMP, connection, true).open();

        assertThat(refusal(call(30, 0))).isEqualTo(HubError.DEVICE_NOT_ONLINE);
    }

    @Test
    void shouldWaitUntilTheDeviceListens() {
        CompletionStage<MethodAnswer> answer = call(30, 10);
        time.move(Duration.ofSeconds(9));

        Session session = listening(connection);
        session.answer(requestId(0), 200, "null");

        assertThat(answer).isCompletedWithValue(new MethodAnswer(200, "null"));
    }

    @Test
    void shouldDeliverWaitingCallsInTheirOrder() {
        hub.methods().invoke(PUMP, new MethodCall("first", "1", Duration.ofSeconds(30), Duration.ofSeconds(10)));
        hub.methods().invoke(PUMP, new MethodCall("second", "2", Duration.ofSeconds(30), Duration.ofSeconds(10)));

        listening(connection);

        assertThat(connection.requests).extracting(MethodRequest::method).containsExactly("first", "second");
    }

    @Test
    void shouldBeNotOnlineWhenTheDeviceDoesNotComeInTime() {
        CompletionStage<MethodAnswer> answer = call(10, 10);

        time.move(Duration.ofSeconds(10).minusMillis(1));
        assertThat(answer).isNotDone();
        time.move(Duration.ofMillis(1));

        assertThat(refusal(answer)).isEqualTo(HubError.DEVICE_NOT_ONLINE);
        listening(connection);
        assertThat(connection.requests).as("a call that is over reaches nobody").isEmpty();
    }

    @Test
    void shouldTimeOutWhenTheDeviceIsSilentAndDropALateAnswer() {
        Session session = listening(connection);
        CompletionStage<MethodAnswer> answer = call(5, 0);

        time.move(Duration.ofSeconds(5).minusMillis(1));
        assertThat(answer).isNotDone();
        time.move(Duration.ofMillis(1));

        assertThat(refusal(answer)).isEqualTo(HubError.GATEWAY_TIMEOUT);
        assertThat(session.answer(requestId(0), 200, "null")).isFalse();
    }

    @Test
    void shouldCountTheWaitForTheDeviceIntoTheResponseTimeout() {
        CompletionStage<MethodAnswer> answer = call(10, 8);
        time.move(Duration.ofSeconds(7));
        listening(connection);

        time.move(Duration.ofSeconds(3));

        assertThat(refusal(answer)).isEqualTo(HubError.GATEWAY_TIMEOUT);
    }

    @Test
    void shouldFailAtOnceWhenTheDeviceDropsWhileItHoldsTheCall() {
        Session session = listening(connection);
        CompletionStage<MethodAnswer> answer = call(30, 0);

        session.end();

        assertThat(refusal(answer)).isEqualTo(HubError.DEVICE_CONNECTION_CLOSED);
        assertThat(time.timers()).isZero();
    }

    @Test
    void shouldFailHeldCallsWhenAnotherConnectionTakesOver() {
        Session first = listening(connection);
        CompletionStage<MethodAnswer> held = call(30, 0);

        FakeConnection second = new FakeConnection();
        hub.connect(PUMP, second, false).open();

        assertThat(connection.closed).isTrue();
        assertThat(first.ended()).isTrue();
        assertThat(refusal(held)).isEqualTo(HubError.DEVICE_CONNECTION_CLOSED);
        call(30, 0);
        assertThat(second.requests)
                .as("subscriptions stay with a session that is kept")
                .hasSize(1);
    }

    @Test
    void shouldForgetSubscriptionsWhenTheSessionIsClean() {
        listening(connection).end();

        hub.connect(PUMP, connection, true).open();

        assertThat(refusal(call(30, 0))).isEqualTo(HubError.DEVICE_NOT_ONLINE);
    }

    @Test
    void shouldEndConnectionAndCallsWhenTheDeviceIsDeleted() {
        listening(connection);
        CompletionStage<MethodAnswer> held = call(30, 0);

        hub.registry().delete(PUMP, IfMatch.ANY);

        assertThat(connection.closed).isTrue();
        assertThat(refusal(held)).isEqualTo(HubError.DEVICE_CONNECTION_CLOSED);
        assertThatThrownBy(() -> call(30, 0)).hasMessageContaining("not registered");
    }

    @Test
    void shouldEndTheConnectionWhenTheDeviceIsDisabled() {
        listening(connection);

        hub.registry().update(new DeviceSpec(PUMP, null, false, "stolen"), IfMatch.ANY);

        assertThat(connection.closed).isTrue();
        assertThatThrownBy(() -> hub.connect(PUMP, connection, false)).isInstanceOf(HubException.class);
    }

    @Test
    void shouldCountCallsAtOnce() {
        Session session = listening(connection);
        DeviceId other = new DeviceId("pump-2");
        hub.registry().create(new DeviceSpec(other, null, true, null));
        FakeConnection otherConnection = new FakeConnection();
        Session otherSession = hub.connect(other, otherConnection, true);
        otherSession.open();
        otherSession.subscribe(Subscription.DIRECT_METHODS);
        MethodStatistics statistics = hub.methods().statistics();

        call(30, 0);
        hub.methods().invoke(other, new MethodCall("reboot", "null", Duration.ofSeconds(30), Duration.ZERO));
        session.answer(requestId(0), 200, "null");
        call(30, 0);
        session.answer(requestId(1), 200, "null");
        otherSession.answer(otherConnection.requests.getFirst().requestId(), 200, "null");

        assertThat(statistics.calls()).isEqualTo(3);
        assertThat(statistics.atOnceMax()).isEqualTo(2);
        assertThat(statistics.atOnceMaxPerDevice()).isEqualTo(1);
        statistics.restart();
        assertThat(statistics.calls()).isZero();
        assertThat(statistics.atOnceMax()).isZero();
    }

    @Test
    void shouldHoldThousandsOfCallsAtOnceAndLoseNone() {
        Session session = listening(connection);
        List<CompletionStage<MethodAnswer>> answers = new ArrayList<>();
        for (int i = 0; i < 5000; i++) {
            answers.add(call(30, 0));
        }

        for (int i = answers.size() - 1; i >= 0; i--) {
            session.answer(requestId(i), i, "null");
        }

        for (int i = 0; i < answers.size(); i++) {
            assertThat(answers.get(i)).isCompletedWithValue(new MethodAnswer(i, "null"));
        }
        assertThat(time.timers()).as("timers left").isZero();
    }

    @Test
    void shouldHaveCountedACallAsFinishedBeforeItsCallerLearnsTheAnswer() {
        Session session = listening(connection);
        call(30, 0).thenRun(() -> call(30, 0));

        session.answer(requestId(0), 200, "null");

        assertThat(hub.methods().statistics().atOnceMaxPerDevice()).isEqualTo(1);
    }

    @Test
    void shouldRefuseWhatIsBeyondTheLimits() {
        assertThat(new MethodCall("m", "null", Duration.ofSeconds(5), Duration.ofSeconds(5)))
                .isNotNull();
        assertThat(new MethodCall("m", "null", Duration.ofMinutes(5), Duration.ofMinutes(5)))
                .isNotNull();
        assertRefused(HubError.ARGUMENT_INVALID, "null", 4, 0);
        assertRefused(HubError.ARGUMENT_INVALID, "null", 301, 0);
        assertRefused(HubError.ARGUMENT_INVALID, "null", 30, -1);
        assertRefused(HubError.ARGUMENT_INVALID, "null", 30, 31);
        String largest = '"' + "x".repeat(128 * 1024 - 2) + '"';
        assertThat(new MethodCall("m", largest, Duration.ofSeconds(30), Duration.ZERO))
                .isNotNull();
        assertRefused(HubError.MESSAGE_TOO_LARGE, largest + " ", 30, 0);
    }

    private Session listening(FakeConnection to) {
        Session session = hub.connect(PUMP, to, false);
        session.open();
        session.subscribe(Subscription.DIRECT_METHODS);
        return session;
    }

    private CompletionStage<MethodAnswer> call(int response, int connect) {
        return hub.methods()
                .invoke(
                        PUMP,
                        new MethodCall("reboot", "null", Duration.ofSeconds(response), Duration.ofSeconds(connect)));
    }

    private long requestId(int index) {
        return connection.requests.get(index).requestId();
    }

    private static HubError refusal(CompletionStage<MethodAnswer> answer) {
        assertThat(answer).isCompletedExceptionally();
        return ((HubException) answer.toCompletableFuture().exceptionNow()).error();
    }

    private static void assertRefused(HubError error, String payload, int response, int connect) {
        assertThatThrownBy(
                        () -> new MethodCall("m", payload, Duration.ofSeconds(response), Duration.ofSeconds(connect)))
                .isInstanceOfSatisfying(
                        HubException.class,
                        refusal -> assertThat(refusal.error()).isEqualTo(error));
    }
}
