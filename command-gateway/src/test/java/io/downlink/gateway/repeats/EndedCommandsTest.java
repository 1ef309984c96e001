package io.downlink.gateway.repeats;

import static org.assertj.core.api.Assertions.assertThat;

import io.downlink.contracts.commands.CommandId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class EndedCommandsTest {
    private static final Instant BEGIN = Instant.parse("2026-11-21T10:00:00Z");
    private static final Duration WINDOW = Duration.ofHours(1);

    private Instant now = BEGIN;
    private final RepeatMemory memory = new RepeatMemory(WINDOW, 100, new MovedClock());
    private final EndedCommands known = memory.open();

    @Test
    void shouldKnowWhereTheEventStandsThatEndedACommand() {
        // when
        known.learn(command("c-1"), now, 17, false);
        // then
        assertThat(known.find(command("c-1"))).isEqualTo(OptionalLong.of(17));
        assertThat(known.find(command("c-2"))).isEmpty();
        assertThat(known.find(new CommandId("default", "pump-1", "c-1", "c-1"))).isEmpty();
        assertThat(known.find(new CommandId("other", "pump-1", null, "c-1"))).isEmpty();
    }

    @Test
    void shouldKnowACommandForAsLongAsTheWindowAndThenForgetIt() {
        // given
        known.learn(command("c-1"), now, 17, false);
        // then
        now = BEGIN.plus(WINDOW);
        assertThat(known.find(command("c-1"))).isPresent();
        now = now.plus(WINDOW.dividedBy(12));
        assertThat(known.find(command("c-1"))).isEmpty();
        assertThat(memory.commands()).isZero();
        assertThat(known.bytes()).isZero();
    }

    @Test
    void shouldTakeTheFirstEventThatWasNotInDoubt() {
        // given
        known.learn(command("doubt"), now, 1, true);
        known.learn(command("sure"), now, 2, false);
        // when
        known.learn(command("doubt"), now, 3, false);
        known.learn(command("sure"), now, 4, false);
        known.learn(command("doubt"), now, 5, false);
        // then
        assertThat(known.find(command("doubt"))).hasValue(3);
        assertThat(known.find(command("sure"))).hasValue(2);
    }

    @Test
    void shouldKnowTheSameWhereEventsAreReadBackwards() {
        // when
        known.learn(command("doubt"), now, 5, false);
        known.learn(command("sure"), now, 4, false);
        known.learn(command("doubt"), now.minus(Duration.ofMinutes(30)), 3, false);
        known.learn(command("sure"), now.minus(Duration.ofMinutes(40)), 2, false);
        known.learn(command("doubt"), now.minus(Duration.ofMinutes(50)), 1, true);
        // then
        assertThat(known.find(command("doubt"))).hasValue(3);
        assertThat(known.find(command("sure"))).hasValue(2);
        assertThat(memory.commands()).isEqualTo(2);
    }

    @Test
    void shouldForgetTheOldestOfAllPartitionsWhereThereIsNoRoom() {
        // given
        EndedCommands other = memory.open();
        known.completeSince(BEGIN.minus(WINDOW));
        other.completeSince(BEGIN.minus(WINDOW));
        assertThat(memory.covered()).isEqualTo(WINDOW);
        other.learn(command("old"), BEGIN, 0, false);
        now = BEGIN.plus(Duration.ofMinutes(20));
        // when
        for (int i = 0; i < 100; i++) {
            known.learn(command("c-" + i), now, i, false);
        }
        // then
        assertThat(memory.commands()).isEqualTo(100);
        assertThat(other.find(command("old"))).isEmpty();
        assertThat(known.find(command("c-0"))).isPresent();
        assertThat(memory.covered()).isEqualTo(Duration.ofMinutes(15));
    }

    @Test
    void shouldRememberAnewWhenEvenTheNewestDoNotFit() {
        // given
        for (int i = 0; i <= 100; i++) {
            known.learn(command("c-" + i), now, i, false);
        }
        assertThat(memory.commands()).isZero();
        // when
        known.learn(command("next"), now, 101, false);
        // then
        assertThat(known.find(command("next"))).hasValue(101);
        assertThat(memory.covered()).isZero();
    }

    @Test
    void shouldReachBackNoFurtherThanWhatWasRead() {
        // when
        known.completeSince(BEGIN.minus(Duration.ofMinutes(10)));
        // then
        assertThat(memory.covered()).isEqualTo(Duration.ofMinutes(10));
        now = BEGIN.plus(WINDOW);
        assertThat(memory.covered()).isEqualTo(WINDOW);
    }

    @Test
    void shouldTakeNoRoomOnceItIsClosed() {
        // given
        known.learn(command("c-1"), now, 17, false);
        // when
        known.close();
        known.learn(command("c-2"), now, 18, false);
        // then
        assertThat(memory.commands()).isZero();
        assertThat(known.find(command("c-2"))).isEmpty();
    }

    @Test
    void shouldTakeNoMoreThan48BytesForACommand() {
        // given
        RepeatMemory large = new RepeatMemory(WINDOW, 10_000_000, new MovedClock());
        EndedCommands many = large.open();
        // when
        for (int i = 1; i <= 300_000; i++) {
            many.learn(command("c-" + i), now, i, false);
            // then
            if (i >= 100) {
                assertThat(many.bytes()).isLessThanOrEqualTo(48L * i);
            }
        }
    }

    private static CommandId command(String id) {
        return new CommandId("default", "pump-1", null, id);
    }

    private final class MovedClock extends Clock {
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
            return this;
        }
    }
}
