package io.downlink.gateway.pacing;

import static io.downlink.gateway.pacing.TestClock.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class DailyBudgetTest {
    private final OwnPart part = new OwnPart();
    private final DailyBudget budget = new DailyBudget("default", 100, 4_096, part);

    @Test
    void shouldCountStartedStepsUpToTheWholeDay() {
        // given
        part.is(1, 1);
        // when
        budget.use(4_097, START);
        for (int i = 0; i < 97; i++) {
            budget.use(0, START);
        }
        // then
        assertThat(budget.messages(START)).isEqualTo(99);
        assertThat(budget.isUsedUp(START)).isFalse();
        budget.use(1, START);
        assertThat(budget.isUsedUp(START)).isTrue();
    }

    @Test
    void shouldBeginAnewAtMidnightInUtc() {
        // given
        part.is(1, 1);
        budget.usedUp(START);
        assertThat(budget.isUsedUp(START.plus(Duration.ofHours(14)).minusMillis(1)))
                .isTrue();
        // then
        assertThat(budget.isUsedUp(START.plus(Duration.ofHours(14)))).isFalse();
    }

    @Test
    void shouldMeasureAgainstThePartOwnedMeanwhile() {
        // given
        part.is(1, 4);
        for (int i = 0; i < 10; i++) {
            budget.use(1, START);
        }
        // when
        part.is(1, 1);
        for (int i = 0; i < 10; i++) {
            budget.use(1, START);
        }
        // then
        assertThat(budget.used(START)).isEqualTo(0.5, within(1e-9));
    }
}
