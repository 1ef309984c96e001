package io.downlink.orchestrator.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.downlink.orchestrator.world.MovedClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SlotWatchTest {
    private static final Duration FIRST = Duration.ofSeconds(5);
    private static final Duration LONGEST = Duration.ofSeconds(60);

    private final MovedClock clock = new MovedClock();
    private final SlotWatch slots = new SlotWatch(FIRST, LONGEST, clock);

    @Test
    void shouldOfferWhileNothingSpeaksAgainstIt() {
        assertThat(slots.mayBeFree(0)).isTrue();
        slots.taken(1);
        assertThat(slots.mayBeFree(1)).isTrue();
    }

    @Test
    void shouldOfferAtOnceWhenOneOfOursHasEndedAndNotBefore() {
        // given: the others have the rest
        slots.taken(1);
        slots.taken(2);
        slots.full(2);
        // then
        assertThat(slots.mayBeFree(2)).isFalse();
        assertThat(slots.mayBeFree(1)).isTrue();
        // when: its slot is ours again, which says nothing of others
        slots.taken(2);
        assertThat(slots.mayBeFree(2)).isFalse();
    }

    @Test
    void shouldTryMoreAndMoreSeldomWhetherOthersHaveGivenSlotsBack() {
        slots.full(0);
        clock.pass(FIRST);
        assertThat(slots.mayBeFree(0)).isTrue();
        slots.full(0);
        clock.pass(FIRST);
        assertThat(slots.mayBeFree(0)).isFalse();
        clock.pass(FIRST);
        assertThat(slots.mayBeFree(0)).isTrue();
        for (int i = 0; i < 10; i++) {
            slots.full(0);
        }
        clock.pass(LONGEST.minusMillis(1));
        assertThat(slots.mayBeFree(0)).isFalse();
        clock.pass(Duration.ofMillis(1));
        assertThat(slots.mayBeFree(0)).isTrue();
    }

    @Test
    void shouldOfferOnWhereTheHubHasMoreSlotsThanItHad() {
        slots.full(0);
        clock.pass(FIRST);
        slots.taken(1);
        assertThat(slots.mayBeFree(1)).isTrue();
    }
}
