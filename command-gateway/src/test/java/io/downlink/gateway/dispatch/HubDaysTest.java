package io.downlink.gateway.dispatch;

import static io.downlink.gateway.dispatch.Commands.WRITTEN;
import static org.assertj.core.api.Assertions.assertThat;

import io.downlink.gateway.pacing.DayCount;
import io.downlink.gateway.pacing.DayCounts;
import io.downlink.gateway.pacing.OwnPart;
import io.downlink.gateway.pacing.Pacer;
import io.downlink.gateway.pacing.TestPacers;
import io.downlink.service.hubs.HubSize;
import io.downlink.service.hubs.Tier;
import io.smallrye.mutiny.Uni;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class HubDaysTest {
    /** Of {@link TestPacers#call}. */
    private static final int PARTITION = 0;

    private static final LocalDate TODAY = LocalDate.parse("2026-11-21");

    private final Pacer counted = counted();
    private final DayCounts days = daysOf(counted);

    @Test
    void shouldTellWhatThePartitionsCommandsHaveUsedOfEachHubThatIsCounted() {
        // given
        days.takeOver(PARTITION, List.of());
        // when
        call(counted, 3);
        // then
        assertThat(days.of(PARTITION)).containsExactly(new DayCount("default", TODAY, 3));
        assertThat(days.of(1)).containsExactly(new DayCount("default", TODAY, 0));
    }

    @Test
    void shouldCountOnUnderTheNextOwnerAndNotUnderTheOneBefore() {
        // given
        days.takeOver(PARTITION, List.of());
        call(counted, 3);
        Pacer ofTheNext = counted();
        DayCounts next = daysOf(ofTheNext);
        // when
        next.takeOver(PARTITION, days.of(PARTITION));
        days.release(PARTITION);
        call(ofTheNext, 2);
        // then
        assertThat(next.of(PARTITION)).containsExactly(new DayCount("default", TODAY, 5));
        assertThat(days.of(PARTITION)).containsExactly(new DayCount("default", TODAY, 0));
    }

    @Test
    void shouldForgetAHubThatIsNotConfiguredAnyMore() {
        // when
        days.takeOver(PARTITION, List.of(new DayCount("north", TODAY, 7), new DayCount("bare", TODAY, 8)));
        // then
        assertThat(days.of(PARTITION)).containsExactly(new DayCount("default", TODAY, 0));
    }

    private static DayCounts daysOf(Pacer counted) {
        FakeHub client = new FakeHub();
        Hubs hubs = new Hubs(List.of(
                new Hub("default", client, counted),
                new Hub("bare", client, TestPacers.unpaced(2, new MovedClock(WRITTEN)))));
        return new HubDays(() -> hubs);
    }

    private static Pacer counted() {
        OwnPart part = new OwnPart();
        part.is(1, 1);
        return Pacer.forSize("default", 10, new HubSize(Tier.S1, 1, 0.8), part, (_, _) -> {}, new MovedClock(WRITTEN));
    }

    private static void call(Pacer pacer, int times) {
        for (int i = 0; i < times; i++) {
            var _ = TestPacers.call(pacer, Uni.createFrom().item("done"))
                    .await()
                    .indefinitely();
        }
    }
}
