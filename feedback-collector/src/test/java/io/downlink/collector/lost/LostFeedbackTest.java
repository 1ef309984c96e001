package io.downlink.collector.lost;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.downlink.contracts.feedback.Feedback.Lost;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class LostFeedbackTest {
    private static final Instant NOON = Instant.parse("2026-12-01T12:00:00Z");
    private static final Duration LIFE = Duration.ofHours(1);
    private static final Duration OVERDUE_BY = Duration.ofMinutes(1);
    private static final Duration MOMENT = Duration.ofSeconds(2);
    private static final int MAX = 2;

    /** As many as are remembered: one that was told before them is forgotten. */
    private static final int VERY_MANY = 100_000;

    private final FakeFeedbackTopic topic = new FakeFeedbackTopic();
    private final ConnectedHub hub = new ConnectedHub();
    private final SetClock clock = new SetClock();
    private final LostFeedback lost =
            new LostFeedback(topic, hub, new LostRules(LIFE, OVERDUE_BY, MAX), new SimpleMeterRegistry(), clock);

    private long offset;

    @Test
    void shouldTellOnceWhatIsOverdueAndNotToldOf() {
        // given
        enqueued("told", NOON);
        enqueued("never-told", NOON);
        topic.tellDelivered("told", NOON);
        goOn();
        assertThat(hub.lost).isEmpty();
        // when
        clock.pass(LIFE.plus(OVERDUE_BY));
        goOn();
        goOn();
        // then
        assertThat(hub.lost).containsExactly(new Lost("default", "pump-1", "never-told", NOON.plus(LIFE)));
        assertThat(topic.readFrom).hasSize(1);
    }

    @Test
    void shouldNotTellAsLostWhatWasToldAndForgottenBeforeItsEventWasRead() {
        // given
        goOn();
        topic.tellDelivered("early", NOON);
        tellOfVeryManyOthers();
        goOn();
        enqueued("early", NOON);
        // when
        clock.pass(LIFE.plus(OVERDUE_BY));
        goOn();
        // then
        assertThat(hub.lost).isEmpty();
        assertThat(neededFrom()).isEqualTo(offset);
    }

    @Test
    void shouldTellWhatIsLostAfterItsFeedbackWasReadAgainInVain() {
        // given
        goOn();
        tellOfVeryManyOthers();
        topic.tellDelivered("other", NOON);
        goOn();
        enqueued("never-told", NOON);
        // when
        clock.pass(LIFE.plus(OVERDUE_BY));
        goOn();
        // then
        assertThat(hub.lost).extracting(Lost::commandId).containsExactly("never-told");
        assertThat(topic.readFrom).hasSize(2);
        assertThat(topic.open()).isEqualTo(1);
    }

    @Test
    void shouldReadFeedbackAgainWhenWhatIsDoubtedLeavesNoRoom() {
        // given
        goOn();
        topic.tellDelivered("early", NOON);
        tellOfVeryManyOthers();
        goOn();
        enqueued("early", NOON);
        assertThat(lost.full()).isFalse();
        enqueued("never-told", NOON);
        assertThat(lost.full()).isTrue();
        // when
        goOn();
        // then
        assertThat(lost.full()).isFalse();
        assertThat(hub.lost).isEmpty();
    }

    @Test
    void shouldNotTellAsLostWhatIsOlderThanTheFeedbackThatWasReadFirst() {
        // given
        Instant longAgo = NOON.minus(Duration.ofMinutes(30));
        topic.tellDelivered("of-another-partition", longAgo);
        enqueued("a", NOON);
        enqueued("b", NOON);
        topic.tellDelivered("a", NOON);
        goOn(false);
        enqueued("of-another-partition", longAgo);
        topic.tellDelivered("b", NOON);
        // when
        clock.pass(LIFE.plus(OVERDUE_BY));
        goOn();
        // then
        assertThat(hub.lost).isEmpty();
    }

    @Test
    void shouldFindWhatIsToldInAPartitionThatIsNew() {
        // given
        enqueued("a", NOON);
        goOn();
        // when
        topic.addPartition();
        topic.tellDelivered("a", NOON);
        clock.pass(LIFE.plus(OVERDUE_BY));
        goOn();
        // then
        assertThat(hub.lost).isEmpty();
        assertThat(neededFrom()).isEqualTo(offset);
        assertThat(topic.readFrom).hasSize(2);
        assertThat(topic.open()).isEqualTo(1);
    }

    @Test
    void shouldNotTellAsLostWhatIsOnItsWayToTheTopic() {
        // given
        enqueued("late", NOON);
        enqueued("never-told", NOON);
        hub.telling.add("default/pump-1/late");
        // when
        clock.pass(LIFE.plus(OVERDUE_BY));
        goOn();
        // then
        assertThat(hub.lost).extracting(Lost::commandId).containsExactly("never-told");
        // when
        topic.tellDelivered("late", NOON);
        hub.telling.clear();
        goOn();
        // then
        assertThat(hub.lost).extracting(Lost::commandId).containsExactly("never-told");
        assertThat(hub.watched).isFalse();
    }

    @Test
    void shouldTellAsLostWhatWasOnItsWayAndNeverArrived() {
        // given
        enqueued("given-up", NOON);
        hub.telling.add("default/pump-1/given-up");
        clock.pass(LIFE.plus(OVERDUE_BY));
        goOn();
        assertThat(hub.lost).isEmpty();
        // when
        hub.telling.clear();
        goOn();
        // then
        assertThat(hub.lost).extracting(Lost::commandId).containsExactly("given-up");
    }

    @Test
    void shouldLookAnewAfterItStoodStill() {
        // given
        enqueued("told-by-another-replica", NOON);
        clock.pass(LIFE.plus(OVERDUE_BY));
        lost.goOn(true); // follows
        lost.goOn(true); // asks for the ends
        // when
        clock.pass(MOMENT.multipliedBy(5));
        topic.stall(true);
        topic.tellDelivered("told-by-another-replica", NOON);
        lost.goOn(true);
        // then
        assertThat(hub.lost).isEmpty();
        // when
        topic.stall(false);
        goOn();
        // then
        assertThat(hub.lost).isEmpty();
    }

    @Test
    void shouldSayOfEveryMessageThatAHubTookIt() {
        // when
        enqueued("in-full", NOON, "full");
        enqueued("not-awaited", NOON, "negative");
        // then
        assertThat(hub.took).containsExactly("default/pump-1/in-full", "default/pump-1/not-awaited");
        assertThat(neededFrom()).isZero();
    }

    private void tellOfVeryManyOthers() {
        for (int number = 0; number < VERY_MANY; number++) {
            topic.tellDelivered("other-" + number, NOON);
        }
    }

    private void enqueued(String id, Instant at) {
        enqueued(id, at, "full");
    }

    private void enqueued(String id, Instant at, String ack) {
        byte[] event = """
                {"event": "enqueued", "final": true, "time": "%s", "hub": "default",
                 "deviceId": "pump-1", "commandId": "%s", "type": "cloud-to-device", "attempts": 1,
                 "source": {"topic": "downlink.commands", "partition": 0, "offset": 1}, "digest": "v1:0",
                 "messageId": "%s", "expiresAt": "%s", "ack": "%s", "feedbackExpected": true}
                """.formatted(at, id, id, at, ack).getBytes(UTF_8);
        lost.read(record(event, at));
        offset++;
    }

    private ConsumerRecord<byte[], byte[]> record(byte[] value, Instant at) {
        return new ConsumerRecord<>(
                "events",
                0,
                offset,
                at.toEpochMilli(),
                TimestampType.CREATE_TIME,
                0,
                value.length,
                "pump-1".getBytes(UTF_8),
                value,
                new RecordHeaders(),
                Optional.empty());
    }

    private long neededFrom() {
        return lost.neededFrom(new TopicPartition("events", 0), offset);
    }

    private void goOn() {
        goOn(true);
    }

    /** Often enough for each step: to read, to look, to read up to the ends, and to tell. */
    private void goOn(boolean caughtUp) {
        for (int turn = 0; turn < 5; turn++) {
            clock.pass(MOMENT);
            lost.goOn(caughtUp);
        }
    }

    private static final class ConnectedHub implements Hubs {
        private final List<Lost> lost = new ArrayList<>();
        private final List<String> took = new ArrayList<>();
        private final List<String> telling = new ArrayList<>();
        private boolean watched;

        @Override
        public boolean knows(String hub) {
            return true;
        }

        @Override
        public boolean connectedSince(String hub, Instant time) {
            return true;
        }

        @Override
        public void took(String hub, String deviceId, String messageId) {
            took.add(hub + "/" + deviceId + "/" + messageId);
        }

        @Override
        public void watch() {
            watched = true;
        }

        @Override
        public void watchNoMore() {
            watched = false;
        }

        @Override
        public boolean tells(String hub, String deviceId, String messageId) {
            assertThat(watched).isTrue();
            return telling.contains(hub + "/" + deviceId + "/" + messageId);
        }

        @Override
        public void tell(Lost told) {
            lost.add(told);
        }
    }

    private static final class SetClock extends Clock {
        private Instant now = NOON;

        private void pass(Duration time) {
            now = now.plus(time);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException("nothing here asks for a zone");
        }
    }
}
