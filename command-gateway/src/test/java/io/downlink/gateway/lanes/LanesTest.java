package io.downlink.gateway.lanes;

import static org.assertj.core.api.Assertions.assertThat;

import io.downlink.contracts.commands.CommandId.Lane;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LanesTest {
    private static final Lane PUMP_1 = new Lane("default", "pump-1", null);
    private static final Lane PUMP_2 = new Lane("default", "pump-2", null);

    private final Lanes lanes = new Lanes(Parkings.none(), _ -> {}, Clock.systemUTC());
    private long offset;
    private final List<String> seen = new ArrayList<>();

    @Test
    void shouldBeginOnlyWhenTheOneBeforeHasEnded() {
        // given
        OpenWork first = new OpenWork();
        enter(PUMP_1, first.uni());
        // when
        enter(PUMP_1, noted("second begins"));
        // then
        assertThat(seen).isEmpty();
        first.end();
        assertThat(seen).containsExactly("second begins");
    }

    @Test
    void shouldTellTheEndBeforeTheNextBegins() {
        // given
        OpenWork first = new OpenWork();
        inOrder(PUMP_1, first.uni()).subscribe().with(_ -> seen.add("first is told"));
        enter(PUMP_1, noted("second begins"));
        // when
        first.end();
        // then
        assertThat(seen).containsExactly("first is told", "second begins");
    }

    @Test
    void shouldNotWaitForAnotherLane() {
        // given
        enter(PUMP_1, new OpenWork().uni());
        // when
        enter(PUMP_2, noted("other lane"));
        // then
        assertThat(seen).containsExactly("other lane");
    }

    @Test
    void shouldTellDevicesOfDifferentHubsAndModulesApart() {
        // given
        enter(PUMP_1, new OpenWork().uni());
        // when
        enter(new Lane("other", "pump-1", null), noted("other hub"));
        enter(new Lane("default", "pump-1", "module"), noted("module"));
        // then
        assertThat(seen).containsExactly("other hub", "module");
    }

    @Test
    void shouldGoOnAfterAFailure() {
        // given
        List<Throwable> failures = new ArrayList<>();
        OpenWork first = new OpenWork();
        inOrder(PUMP_1, first.uni()).subscribe().with(_ -> {}, failures::add);
        enter(PUMP_1, noted("second"));
        // when
        first.fail();
        // then
        assertThat(failures).hasSize(1);
        assertThat(seen).containsExactly("second");
    }

    @Test
    void shouldHoldALaneOnlyWhileItHasWork() {
        // given
        OpenWork first = new OpenWork();
        OpenWork second = new OpenWork();
        enter(PUMP_1, first.uni());
        enter(PUMP_1, second.uni());
        assertThat(lanes.withWork()).isEqualTo(1);
        // when
        first.end();
        assertThat(lanes.withWork()).isEqualTo(1);
        second.end();
        // then
        assertThat(lanes.withWork()).isZero();
    }

    @Test
    void shouldCarryOnThroughManyThatEndAtOnce() {
        // given
        OpenWork first = new OpenWork();
        enter(PUMP_1, first.uni());
        for (int i = 0; i < 100_000; i++) {
            enter(PUMP_1, noted("at once"));
        }
        // when
        first.end();
        // then
        assertThat(seen).hasSize(100_000);
        assertThat(lanes.withWork()).isZero();
    }

    @Test
    void shouldRunWorkThatEndsAtOnceWithoutAnyBefore() {
        // when
        enter(PUMP_1, noted("first"));
        enter(PUMP_1, noted("second"));
        // then
        assertThat(seen).containsExactly("first", "second");
        assertThat(lanes.withWork()).isZero();
    }

    private void enter(Lane lane, Uni<String> work) {
        inOrder(lane, work).subscribe().with(_ -> {}, _ -> {});
    }

    private Uni<Turned<String>> inOrder(Lane lane, Uni<String> work) {
        return lanes.inOrder(
                new Ticket(LaneKey.of(lane), offset, offset++, Instant.parse("2100-01-01T00:00:00Z"), false),
                _ -> work);
    }

    private Uni<String> noted(String what) {
        return Uni.createFrom().item(() -> {
            seen.add(what);
            return what;
        });
    }

    /** Work that ends when the test says so. */
    private static final class OpenWork {
        private final List<UniEmitter<? super String>> begun = new ArrayList<>();

        Uni<String> uni() {
            return Uni.createFrom().emitter(emitter -> begun.add(emitter));
        }

        void end() {
            begun.getFirst().complete("ended");
        }

        void fail() {
            begun.getFirst().fail(new IllegalStateException("on purpose"));
        }
    }
}
