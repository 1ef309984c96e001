package io.downlink.gateway.pacing;

import static io.downlink.gateway.pacing.TestClock.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class DailyBudgetTest {
    private static final Instant MIDNIGHT = START.plus(Duration.ofHours(14));

    private final OwnPart part = new OwnPart();
    private final DailyBudget budget = budget(part, 0, 1);

    @Test
    void shouldCountStartedStepsUpToTheWholeDay() {
        // given
        part.is(1, 1);
        // when
        budget.use(0, 4_097, START);
        use(budget, 0, 97);
        // then
        assertThat(budget.messages(START)).isEqualTo(99);
        assertThat(budget.isUsedUp(START)).isFalse();
        budget.use(0, 1, START);
        assertThat(budget.isUsedUp(START)).isTrue();
    }

    @Test
    void shouldBeginAnewAtMidnightInUtc() {
        // given
        part.is(1, 1);
        use(budget, 0, 10);
        budget.usedUp(START);
        assertThat(budget.isUsedUp(MIDNIGHT.minusMillis(1))).isTrue();
        // then
        assertThat(budget.isUsedUp(MIDNIGHT)).isFalse();
        assertThat(budget.messages(MIDNIGHT)).isZero();
        assertThat(budget.of(0, MIDNIGHT).messages()).isZero();
    }

    @Test
    void shouldCountOnWhereTheOwnersOfItsPartitionsHaveStopped() {
        // given
        OwnPart half = new OwnPart();
        half.is(1, 2);
        DailyBudget one = budget(half, 0);
        use(one, 0, 40);
        DailyBudget other = budget(half, 1);
        use(other, 1, 30);
        // when
        part.is(2, 2);
        budget.takeOver(0, one.of(0, START), START);
        budget.takeOver(1, other.of(1, START), START);
        // then
        assertThat(budget.messages(START)).isEqualTo(70);
        assertThat(budget.used(START)).isEqualTo(0.7, within(1e-9));
        use(budget, 1, 30);
        assertThat(budget.isUsedUp(START)).isTrue();
        assertThat(budget.of(1, START).messages()).isEqualTo(60);
    }

    @Test
    void shouldNotCountOnFromTheDayBefore() {
        // given
        part.is(1, 1);
        use(budget, 0, 100);
        DayCount yesterday = budget.of(0, START);
        // when
        DailyBudget next = budget(part, 0);
        next.takeOver(0, yesterday, MIDNIGHT);
        // then
        assertThat(next.messages(MIDNIGHT)).isZero();
    }

    @Test
    void shouldLeaveToTheNextOwnerWhatWasCountedForAPartitionThatWent() {
        // given
        part.is(2, 2);
        use(budget, 0, 40);
        use(budget, 1, 60);
        assertThat(budget.isUsedUp(START)).isTrue();
        // when
        part.is(1, 2);
        budget.release(1);
        // then
        assertThat(budget.messages(START)).isEqualTo(40);
        assertThat(budget.used(START)).isEqualTo(0.8, within(1e-9));
        assertThat(budget.isUsedUp(START)).isFalse();
    }

    @Test
    void shouldNotCountAnAnswerThatComesAfterItsPartitionHasGone() {
        // given
        part.is(1, 2);
        use(budget, 0, 10);
        use(budget, 1, 20);
        // when
        budget.release(1);
        use(budget, 1, 1);
        // then
        assertThat(budget.messages(START)).isEqualTo(10);
        assertThat(budget.of(1, START).messages()).isZero();
        budget.takeOver(1, new DayCount("default", LocalDate.ofInstant(START, ZoneOffset.UTC), 21), START);
        assertThat(budget.messages(START)).isEqualTo(31);
    }

    @Test
    void shouldGoOnCountingItsPartitionsOnTheNextDay() {
        // given
        part.is(1, 1);
        use(budget, 0, 10);
        // when
        budget.use(0, 1, MIDNIGHT);
        // then
        assertThat(budget.messages(MIDNIGHT)).isEqualTo(1);
        assertThat(budget.of(0, MIDNIGHT).messages()).isEqualTo(1);
    }

    private static DailyBudget budget(OwnPart part, int... partitions) {
        DailyBudget budget = new DailyBudget("default", 100, 4_096, part);
        for (int partition : partitions) {
            budget.own(partition);
        }
        return budget;
    }

    private static void use(DailyBudget budget, int partition, int times) {
        for (int i = 0; i < times; i++) {
            budget.use(partition, 1, START);
        }
    }
}
