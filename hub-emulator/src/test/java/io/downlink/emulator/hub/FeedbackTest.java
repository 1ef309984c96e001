package io.downlink.emulator.hub;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.downlink.emulator.hub.HubChange.FeedbackCollected;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class FeedbackTest {
    private static final ClientId PUMP = ClientId.of("pump-1", null);
    private static final Duration PAUSE = Duration.ofSeconds(15);
    private static final Duration LOCK = Duration.ofSeconds(60);

    private final ManualTime time = new ManualTime();
    private final Feedback feedback =
            new Feedback(time, time, MessagingRules.DEFAULT, Interference.NONE, Journal.NONE, new FeedbackBatches());
    private final AtomicInteger announced = new AtomicInteger();
    private final FeedbackReceiver receiver = feedback.open(announced::incrementAndGet);

    @Test
    void shouldCollectRecordsForFifteenSeconds() {
        add("1");
        time.move(Duration.ofSeconds(14));
        add("2");
        assertThat(receiver.take()).isNull();
        assertThat(announced).hasValue(0);

        time.move(Duration.ofSeconds(1));

        assertThat(announced).hasValue(1);
        assertThat(ids(take())).containsExactly("1", "2");
        assertThat(receiver.take()).isNull();
    }

    @Test
    void shouldNotWaitWhenABatchIsFull() {
        for (int i = 0; i < 64; i++) {
            add("n" + i);
        }

        assertThat(take().records()).hasSize(64);
        add("next");
        time.move(PAUSE.minusMillis(1));
        assertThat(receiver.take()).isNull();
        time.move(Duration.ofMillis(1));
        assertThat(ids(take())).containsExactly("next");
    }

    @Test
    void shouldBeGoneOnceItIsCompleted() {
        UUID token = batch("1").lockToken();

        assertThat(receiver.complete(token)).isTrue();

        assertThat(receiver.complete(token)).isFalse();
        assertThat(receiver.take()).isNull();
        assertThat(time.timers()).as("timers left").isZero();
    }

    @Test
    void shouldComeAgainWhenItIsAbandoned() {
        FeedbackBatch first = batch("1");

        assertThat(receiver.abandon(first.lockToken())).isTrue();

        FeedbackBatch second = take();
        assertThat(second.records()).isEqualTo(first.records());
        assertThat(second.deliveryCount()).isEqualTo(1);
        assertThat(second.lockToken()).isNotEqualTo(first.lockToken());
        assertThat(announced).hasValue(2);
    }

    @Test
    void shouldBeDroppedWhenItIsAbandonedForTheTenthTime() {
        FeedbackBatch batch = batch("1");
        for (int i = 1; i < 10; i++) {
            receiver.abandon(batch.lockToken());
            batch = take();
        }

        receiver.abandon(batch.lockToken());

        assertThat(receiver.take()).isNull();
        assertThat(time.timers()).as("timers left").isZero();
    }

    @Test
    void shouldComeAgainWhenItsLockRunsOut() {
        FeedbackBatch first = batch("1");
        time.move(LOCK.minusMillis(1));
        assertThat(receiver.take()).isNull();

        time.move(Duration.ofMillis(1));

        assertThat(take().records()).isEqualTo(first.records());
        assertThat(receiver.complete(first.lockToken())).isFalse();
    }

    @Test
    void shouldGoToAnotherReceiverWhenItsReceiverGoes() {
        FeedbackReceiver other = feedback.open(() -> {});
        FeedbackBatch batch = batch("1");
        assertThat(other.take()).isNull();

        receiver.close();

        assertThat(requireNonNull(other.take()).records()).isEqualTo(batch.records());
        add("2");
        time.move(PAUSE);
        assertThat(announced).as("a closed receiver hears nothing").hasValue(1);
    }

    @Test
    void shouldGoToOneReceiverOnlyAndInTurn() {
        FeedbackReceiver other = feedback.open(() -> {});
        add("1");
        time.move(PAUSE);
        add("2");
        time.move(PAUSE);

        assertThat(ids(requireNonNull(other.take()))).containsExactly("1");
        assertThat(ids(take())).containsExactly("2");
        assertThat(other.take()).isNull();
    }

    @Test
    void shouldBeDroppedAfterAnHour() {
        add("1");
        time.move(PAUSE);
        time.move(Duration.ofHours(1));

        assertThat(receiver.take()).isNull();
    }

    @Test
    void shouldBeDroppedWhenItComesBackAfterAnHour() {
        add("1");
        time.move(PAUSE);
        time.move(Duration.ofHours(1).minusSeconds(1));
        FeedbackBatch late = take();
        time.move(Duration.ofSeconds(2));

        receiver.abandon(late.lockToken());

        assertThat(receiver.take()).isNull();
    }

    @Test
    void shouldForgetTheRecordsOfADeviceThatIsGoneButNotThoseOfTheNextWithItsName() {
        feedback.add(item("old", "1"), FeedbackCollected::new);
        feedback.add(item("new", "2"), FeedbackCollected::new);
        time.move(PAUSE);
        feedback.add(item("collected", "1"), FeedbackCollected::new);
        Authentication keys = new Authentication.Sas(SymmetricKeys.random());

        feedback.forget(new Identity(PUMP, "1", "e", keys, true, null, null, null));

        assertThat(ids(take())).containsExactly("new");
        time.move(PAUSE);
        assertThat(receiver.take()).isNull();
    }

    private FeedbackBatch batch(String id) {
        add(id);
        time.move(PAUSE);
        return take();
    }

    private void add(String id) {
        feedback.add(item(id, "1"), FeedbackCollected::new);
    }

    private FeedbackRecord item(String id, String generation) {
        return new FeedbackRecord(id, time.instant(), FeedbackStatus.SUCCESS, PUMP, generation);
    }

    private FeedbackBatch take() {
        return requireNonNull(receiver.take());
    }

    private static List<String> ids(FeedbackBatch batch) {
        return batch.records().stream().map(FeedbackRecord::originalMessageId).toList();
    }
}
