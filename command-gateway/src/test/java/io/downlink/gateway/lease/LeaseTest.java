package io.downlink.gateway.lease;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** When calls may start, and who waits until they may. */
class LeaseTest {
    private static final Instant START = Instant.parse("2026-11-21T10:00:00Z");

    private Instant now = START;
    private final Clock clock = new Clock() {
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
    };
    private final PollLease polls = new PollLease(Duration.ofSeconds(45), clock);
    private final EventWrites writes = new EventWrites(clock);
    private final CallLease calls = new CallLease(polls, writes);

    @Test
    void shouldNotHoldBeforeTheFirstPoll() {
        assertThat(calls.holds(3)).isFalse();
    }

    @Test
    void shouldHoldForTwoThirdsOfTheSessionTimeoutAfterAPollBegan() {
        // when
        polls.confirmed(START);
        // then
        now = START.plusSeconds(30).minusNanos(1);
        assertThat(calls.holds(3)).isTrue();
        now = START.plusSeconds(30);
        assertThat(calls.holds(3)).isFalse();
    }

    @Test
    void shouldLetGoOnWhoWaitedWhenAPollCame() {
        // given
        CompletableFuture<Void> waiting = calls.held(3).subscribeAsCompletionStage();
        calls.look();
        assertThat(waiting).isNotDone();
        assertThat(calls.waiting()).isOne();
        // when
        polls.confirmed(START);
        calls.look();
        // then
        assertThat(waiting).isDone();
        assertThat(calls.waiting()).isZero();
    }

    @Test
    void shouldKeepNobodyWhoDoesNotWaitAnyMore() {
        // given
        Cancellable gone = calls.held(3).subscribe().with(_ -> {});
        // when
        gone.cancel();
        // then
        assertThat(calls.waiting()).isZero();
    }

    @Test
    void shouldNotHoldWhereEventsHaveBeenOnTheirWayForLong() {
        // given
        polls.confirmed(START);
        List<UniEmitter<? super Void>> open = new ArrayList<>();
        writes.watched(3, Uni.createFrom().<Void>emitter(open::add)).subscribe().with(_ -> {});
        // when
        now = START.plusSeconds(5);
        // then
        assertThat(calls.holds(3)).isFalse();
        assertThat(calls.holds(4)).isTrue();
        CompletableFuture<Void> waiting = calls.held(3).subscribeAsCompletionStage();
        calls.look();
        assertThat(waiting).isNotDone();
        open.getFirst().complete(null);
        calls.look();
        assertThat(waiting).isDone();
    }

    @Test
    void shouldNotHoldWhereEventsAreRefusedAgainAndAgain() {
        // given
        polls.confirmed(START);
        List<UniEmitter<? super Void>> tries = new ArrayList<>();
        Uni<Void> oneTry = writes.tried(Uni.createFrom().<Void>emitter(tries::add));
        writes.watched(3, oneTry.onFailure().retry().indefinitely()).subscribe().with(_ -> {});
        // when
        for (int second = 0; second < 5; second++) {
            tries.getLast().fail(new IllegalStateException("on purpose " + second));
            now = now.plusSeconds(1);
        }
        // then
        assertThat(calls.holds(3)).isFalse();
        assertThat(writes.refusal()).hasValueSatisfying(refusal -> {
            assertThat(refusal.lasts()).isEqualTo(Duration.ofSeconds(5));
            assertThat(refusal.reason()).hasMessage("on purpose 4");
        });
        tries.getLast().complete(null);
        assertThat(calls.holds(3)).isTrue();
        assertThat(writes.refusal()).isEmpty();
    }

    @Test
    void shouldNotTakeAKafkaThatIsAwayForOneThatRefuses() {
        // given
        Uni<Void> oneTry = writes.tried(Uni.createFrom().nothing());
        writes.watched(3, oneTry).subscribe().with(_ -> {});
        // when
        now = START.plusSeconds(500);
        // then
        assertThat(calls.holds(3)).isFalse();
        assertThat(writes.refusal()).isEmpty();
    }

    @Test
    void shouldTellHowLongNoPollWasSeen() {
        // given
        now = START.plusSeconds(200);
        assertThat(polls.silence()).isEqualTo(Duration.ofSeconds(200));
        // when
        polls.polled(START.plusSeconds(150));
        // then
        assertThat(polls.silence()).isEqualTo(Duration.ofSeconds(50));
        assertThat(polls.holds()).isFalse();
    }
}
