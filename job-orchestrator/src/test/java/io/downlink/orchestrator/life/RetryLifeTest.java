package io.downlink.orchestrator.life;

import static org.assertj.core.api.Assertions.assertThat;

import io.downlink.contracts.jobs.DeviceCounts;
import io.downlink.contracts.jobs.Origin;
import io.downlink.hub.JobSnapshot;
import io.downlink.hub.JobStatus;
import io.downlink.orchestrator.life.JobState.Ended;
import io.downlink.orchestrator.life.JobState.InHub;
import io.downlink.orchestrator.life.JobState.Recurring;
import io.downlink.orchestrator.life.JobState.Retrying;
import io.downlink.orchestrator.world.Asked;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How jobs end that others come from. */
class RetryLifeTest {
    private static final Instant NOW = Asked.NOW.plusSeconds(60);
    private static final Instant NEXT = NOW.plusSeconds(60);
    private static final End.Completed WITH_FAILURES = completed(2);

    @ParameterizedTest(name = "{0} retries asked for, try again {1}, {2} failed, {3}")
    @CsvSource({
        "1, 0, 2, COMPLETED, true",
        "3, 2, 2, COMPLETED, true",
        "0, 0, 2, COMPLETED, false",
        "3, 3, 2, COMPLETED, false",
        "3, 0, 0, COMPLETED, false",
        "3, 0, 2, FAILED, false",
        "3, 0, 2, CANCELLED, false"
    })
    void shouldTryAgainWhatFailedAsOftenAsWasAskedFor(
            int times, int retry, int failed, JobStatus status, boolean again) {
        // given
        Job job = Asked.retried("a", times, new Origin(null, null, retry), new InHub(Asked.NOW, null, null));
        // when
        JobState next = Life.next(job, said(status, failed), NOW).next();
        // then
        assertThat(next instanceof Retrying).isEqualTo(again);
        if (again) {
            assertThat(next).isEqualTo(new Retrying(NOW, completed(failed)));
        }
    }

    @Test
    void shouldEndWithTheJobsThatFollow() {
        // given
        Job job = Asked.job(new Retrying(Asked.NOW, WITH_FAILURES));
        // when
        JobState next =
                Life.next(job, new Seen.FollowedUp(List.of("a-retry-1")), NOW).next();
        // then
        assertThat(next).isEqualTo(new Ended(NOW, WITH_FAILURES.followedBy(List.of("a-retry-1"))));
        assertThat(Life.next(job, new Seen.NotInTheHub(), NOW).next()).isEqualTo(job.state());
    }

    @Test
    void shouldRecurUntilItIsTakenBack() {
        // given
        Job job = Asked.job(new Recurring(Asked.NOW, NOW));
        // then
        assertThat(Life.next(job, new Seen.TimeCome(NEXT), NOW).next()).isEqualTo(new Recurring(NOW, NEXT));
        assertThat(Life.next(job, new Seen.Unwanted(), NOW).next()).isEqualTo(new Ended(NOW, new End.Cancelled()));
        assertThat(Life.next(job, new Seen.NoSlot(), NOW).next()).isEqualTo(job.state());
    }

    private static End.Completed completed(int failed) {
        return new End.Completed(new DeviceCounts(4, 4 - failed, failed, 0, 0), null, null, List.of());
    }

    private static Seen said(JobStatus status, int failed) {
        return new Seen.InTheHub(new JobSnapshot(
                "a",
                JobSnapshot.Kind.METHOD,
                status,
                null,
                null,
                null,
                null,
                new JobSnapshot.DeviceCounts(4, 4 - failed, failed, 0, 0),
                null,
                null));
    }
}
