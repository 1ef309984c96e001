package io.downlink.gateway.pacing;

import static io.downlink.gateway.pacing.TestClock.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class DailyBudgetTest {
    private static final Instant MIDNIGHT = START.plus(Duration.ofHours(14));

    private final OwnPart part = new OwnPart();
    private final DailyBudget budget = budget(part);

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
        DailyBudget one = budget(half);
        use(one, 0, 40);
        DailyBudget other = budget(half);
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
        DailyBudget next = budget(part);
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

    private static DailyBudget budget(OwnPart part) {
        return new DailyBudget("default", 100, 4_096, part);
    }

    private static void use(DailyBudget budget, int partition, int times) {
        for (int i = 0; i < times; i++) {
            budget.use(partition, 1, START);
        }
    }
}
