package io.downlink.orchestrator.work;

import static io.downlink.orchestrator.world.Asked.NOW;
import static io.downlink.orchestrator.world.Asked.job;
import static org.assertj.core.api.Assertions.assertThat;

import io.downlink.orchestrator.life.Job;
import io.downlink.orchestrator.life.JobState.InHub;
import io.downlink.orchestrator.world.MovedClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LookIntervalTest {
    private static final Duration TICK = Duration.ofSeconds(5);
    private static final Duration LONGEST = Duration.ofSeconds(60);

    private final MovedClock clock = new MovedClock();
    private final LookInterval interval = new LookInterval(TICK, LONGEST, clock);

    @Test
    void shouldLookLessAndLessOftenWhileNothingNewIsSeenButNotMoreSeldomThanTheLongest() {
        List<Job> quiet = List.of(inHub(NOW, null));
        // when
        List<Long> looks = looks(600, quiet);
        // then: seconds after the beginning
        assertThat(looks.subList(0, 5)).containsExactly(0L, 5L, 10L, 15L, 25L);
        assertThat(looks.getLast() - looks.get(looks.size() - 2)).isEqualTo(LONGEST.toSeconds());
    }

    @Test
    void shouldLookAtEveryTickWhereOneOfThemMovesOrIsUnknown() {
        looks(600, List.of(inHub(NOW, null)));
        // when
        List<Job> oneMoves = List.of(inHub(NOW, null), inHub(clock.instant(), null));
        List<Job> oneIsUnknown = List.of(inHub(NOW, null), inHub(NOW, clock.instant()));
        clock.pass(TICK);
        // then
        assertThat(look(oneMoves)).isTrue();
        clock.pass(TICK);
        assertThat(look(oneIsUnknown)).isTrue();
    }

    @Test
    void shouldCountATickThatComesAMomentEarlyAndNoneInBetween() {
        List<Job> moving = List.of(inHub(NOW, null));
        assertThat(look(moving)).isTrue();
        clock.pass(TICK.minusMillis(100));
        assertThat(look(moving)).isTrue();
        clock.pass(Duration.ofSeconds(1));
        assertThat(look(moving)).isFalse();
    }

    @Test
    void shouldBeDueUntilALookHasSucceeded() {
        List<Job> quiet = List.of(inHub(NOW.minusSeconds(600), null));
        // when: the hub does not answer
        assertThat(interval.isDue(quiet)).isTrue();
        clock.pass(TICK);
        // then
        assertThat(interval.isDue(quiet)).isTrue();
        interval.made();
        clock.pass(TICK);
        assertThat(interval.isDue(quiet)).isFalse();
    }

    @Test
    void shouldBeDueWhenTheClockWasSetBack() {
        List<Job> quiet = List.of(inHub(NOW.minusSeconds(600), null));
        assertThat(look(quiet)).isTrue();
        // when
        clock.pass(Duration.ofSeconds(-1));
        // then
        assertThat(look(quiet)).isTrue();
    }

    private boolean look(List<Job> followed) {
        boolean due = interval.isDue(followed);
        if (due) {
            interval.made();
        }
        return due;
    }

    private List<Long> looks(int seconds, List<Job> followed) {
        List<Long> looks = new ArrayList<>();
        for (long second = 0; second <= seconds; second += TICK.toSeconds()) {
            if (look(followed)) {
                looks.add(second);
            }
            clock.pass(TICK);
        }
        return looks;
    }

    private static Job inHub(Instant since, @Nullable Instant unknownSince) {
        return job(new InHub(since, null, unknownSince));
    }
}
