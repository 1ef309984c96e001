package io.downlink.collector.lost;

import static org.assertj.core.api.Assertions.assertThat;

import io.downlink.collector.lost.Awaited.Message;
import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class OutstandingTest {
    private static final Instant NOON = Instant.parse("2026-12-01T12:00:00Z");
    private static final TopicPartition THIS = new TopicPartition("events", 3);
    private static final TopicPartition OTHER = new TopicPartition("events", 4);

    private final Outstanding outstanding = new Outstanding(3);

    @Test
    void shouldNeedTheEventsFromTheOldestMessageOn() {
        // given
        outstanding.add(awaited("a", THIS, 10, NOON));
        outstanding.add(awaited("b", THIS, 11, NOON));
        outstanding.add(awaited("c", OTHER, 5, NOON));
        // when
        outstanding.settle(message("a"), NOON);
        // then
        assertThat(outstanding.oldest(THIS, 20)).isEqualTo(11);
        outstanding.settle(message("b"), NOON);
        assertThat(outstanding.oldest(THIS, 20)).isEqualTo(20);
        assertThat(outstanding.oldest(OTHER, 20)).isEqualTo(5);
        assertThat(outstanding.size()).isEqualTo(1);
    }

    @Test
    void shouldTellWhatIsDueAndNothingLater() {
        // given
        Awaited due = awaited("a", THIS, 10, NOON);
        outstanding.add(due);
        outstanding.add(awaited("b", THIS, 11, NOON.plusNanos(1)));
        // then
        assertThat(outstanding.dueBy(NOON)).containsExactly(due);
    }

    @Test
    void shouldNotAwaitWhatWasToldBeforeItsEventWasRead() {
        // given
        outstanding.settle(message("a"), NOON);
        // when
        outstanding.add(awaited("a", THIS, 10, NOON));
        // then
        assertThat(outstanding.size()).isZero();
        assertThat(outstanding.oldest(THIS, 20)).isEqualTo(20);
    }

    @Test
    void shouldAwaitTheLaterOfTwoMessagesOfOneId() {
        // given
        Awaited earlier = awaited("a", THIS, 10, NOON);
        Awaited later = awaited("a", THIS, 12, NOON.plusSeconds(1));
        outstanding.add(earlier);
        // when
        outstanding.add(later);
        // then
        assertThat(outstanding.holds(later)).isTrue();
        assertThat(outstanding.holds(earlier)).isFalse();
        assertThat(outstanding.oldest(THIS, 20)).isEqualTo(12);
    }

    @Test
    void shouldAwaitAMessageWhoseIdWasToldLongBeforeItWasSent() {
        // given
        Awaited earlier = awaited("a", THIS, 10, NOON);
        Awaited later = awaited("a", THIS, 12, NOON.plus(Duration.ofHours(1)));
        outstanding.add(earlier);
        outstanding.settle(message("a"), NOON);
        outstanding.settle(message("a"), NOON.plusSeconds(10));
        // when
        outstanding.add(later);
        // then
        assertThat(outstanding.holds(later)).isTrue();
    }

    @Test
    void shouldNotTakeTheOutcomeOfAnEarlierMessageOfTheSameIdForItsOwn() {
        // given
        Awaited later = awaited("a", THIS, 12, NOON.plus(Duration.ofHours(1)));
        outstanding.add(later);
        // when
        outstanding.settle(message("a"), NOON);
        // then
        assertThat(outstanding.holds(later)).isTrue();
        outstanding.settle(message("a"), NOON.plus(Duration.ofHours(1)));
        assertThat(outstanding.size()).isZero();
    }

    @Test
    void shouldTellDevicesAndHubsApart() {
        // given
        outstanding.add(awaited("a", THIS, 10, NOON));
        // when
        outstanding.settle(new Message("default", "pump-2", "a"), NOON);
        outstanding.settle(new Message("other", "pump-1", "a"), NOON);
        // then
        assertThat(outstanding.size()).isEqualTo(1);
    }

    @Test
    void shouldBeFullAtItsMaximumAndHaveRoomBelow() {
        // given
        outstanding.add(awaited("a", THIS, 10, NOON));
        outstanding.add(awaited("b", THIS, 11, NOON));
        assertThat(outstanding.full()).isFalse();
        // when
        outstanding.add(awaited("c", THIS, 12, NOON));
        // then
        assertThat(outstanding.full()).isTrue();
        outstanding.settle(message("b"), NOON);
        assertThat(outstanding.full()).isFalse();
    }

    @Test
    void shouldForgetTheOldestOfVeryManyThatNobodyAwaits() {
        // given
        for (int number = 0; number <= 100_000; number++) {
            outstanding.settle(message("m" + number), NOON);
        }
        // when
        outstanding.add(awaited("m0", THIS, 10, NOON));
        outstanding.add(awaited("m1", THIS, 11, NOON));
        // then
        assertThat(outstanding.dueBy(NOON))
                .extracting(awaited -> awaited.message().id())
                .containsExactly("m0");
    }

    @Test
    void shouldDoubtWhatMayHaveBeenToldAndForgotten() {
        // given
        for (int number = 0; number <= 100_000; number++) {
            outstanding.settle(message("m" + number), NOON);
        }
        Awaited before = awaited("before", THIS, 10, NOON);
        Awaited after = awaited("after", THIS, 11, NOON.plus(Duration.ofHours(1)));
        // when
        outstanding.add(before);
        outstanding.add(after);
        // then
        assertThat(outstanding.doubts(before)).isTrue();
        assertThat(outstanding.doubts(after)).isFalse();
        // when
        outstanding.readAgainFrom(before.toldFrom());
        // then
        assertThat(outstanding.doubtsAny()).isFalse();
    }

    @Test
    void shouldNotDoubtWhatIsTold() {
        // given
        outstanding.readAgainFrom(NOON);
        outstanding.add(awaited("a", THIS, 10, NOON));
        assertThat(outstanding.doubtsAny()).isTrue();
        // when
        outstanding.settle(message("a"), NOON);
        // then
        assertThat(outstanding.doubtsAny()).isFalse();
    }

    private static Awaited awaited(String id, TopicPartition partition, long offset, Instant due) {
        return new Awaited(message(id), partition, offset, due.minusSeconds(60), due);
    }

    private static Message message(String id) {
        return new Message("default", "pump-1", id);
    }
}
