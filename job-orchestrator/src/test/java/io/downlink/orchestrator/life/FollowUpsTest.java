package io.downlink.orchestrator.life;

import static org.assertj.core.api.Assertions.assertThat;

import io.downlink.contracts.jobs.Origin;
import io.downlink.orchestrator.life.JobState.Kept;
import io.downlink.orchestrator.world.Asked;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FollowUpsTest {
    private static final JobState STATE = Life.begin(Asked.NOW);

    @Test
    void shouldAskForTheSameOnTheDevicesThatFailed() {
        // given
        Job job = Asked.retried("lock", 2, Origin.runOf("nightly"), STATE);
        // when
        Branch branch = FollowUps.of(job, List.of("pump-1", "it's"), Asked.NOW);
        // then
        assertThat(branch.seen()).isEqualTo(new Seen.FollowedUp(List.of("lock-retry-1")));
        assertThat(branch.begun()).singleElement().satisfies(begun -> {
            assertThat(begun.id().jobId()).isEqualTo("lock-retry-1");
            assertThat(begun.request().queryCondition()).isEqualTo("deviceId IN ['pump-1','it\\'s']");
            assertThat(begun.request().action()).isEqualTo(job.request().action());
            assertThat(begun.request().origin()).isEqualTo(new Origin("nightly", "lock", 1));
            assertThat(begun.request().retriesLeft()).isEqualTo(1);
            assertThat(begun.meta()).isEqualTo(job.meta());
            assertThat(begun.state()).isEqualTo(new Kept(Asked.NOW, false, false, 0));
        });
    }

    @Test
    void shouldNameEveryDeviceOnceInConditionsThatTheHubTakes() {
        // given: the longest ids
        List<String> devices = IntStream.range(0, 500)
                .mapToObj(number -> "d".repeat(124) + (1000 + number))
                .toList();
        // when
        Branch branch = FollowUps.of(Asked.retried("lock", 1, Origin.REQUEST, STATE), devices, Asked.NOW);
        // then
        assertThat(branch.begun())
                .hasSizeGreaterThan(1)
                .allMatch(begun -> begun.request().queryCondition().length() <= 8192);
        assertThat(branch.begun().stream()
                        .map(begun -> begun.request().queryCondition())
                        .collect(Collectors.joining()))
                .isEqualTo(conditions(branch.begun().size(), devices));
        assertThat(branch.begun().getLast().id().jobId())
                .isEqualTo("lock-retry-1-part-" + branch.begun().size());
    }

    @Test
    void shouldCountTheTriesOnInTheName() {
        assertThat(next("lock", 0)).isEqualTo("lock-retry-1");
        assertThat(next("lock-retry-1", 1)).isEqualTo("lock-retry-2");
        assertThat(next("lock-retry-9-part-3", 9)).isEqualTo("lock-retry-10-part-3");
        assertThat(next("a-retry-1-retry-1", 1)).isEqualTo("a-retry-1-retry-2");
    }

    @Test
    void shouldBeginNothingWhereNoDeviceIsLeft() {
        assertThat(FollowUps.of(Asked.retried("lock", 1, Origin.REQUEST, STATE), List.of(), Asked.NOW))
                .isEqualTo(new Branch(new Seen.FollowedUp(List.of()), List.of(), List.of()));
    }

    private static String next(String jobId, int retry) {
        Job job = Asked.retried(jobId, 10, new Origin(null, null, retry), STATE);
        return FollowUps.of(job, List.of("d"), Asked.NOW)
                .begun()
                .getFirst()
                .id()
                .jobId();
    }

    /** 8192 characters hold the frame and 62 ids of 128, each in quotes and all but the first behind a comma. */
    private static String conditions(int number, List<String> devices) {
        return IntStream.range(0, number)
                .mapToObj(part -> devices.subList(part * 62, Math.min(devices.size(), (part + 1) * 62)))
                .map(part -> part.stream().collect(Collectors.joining("','", "deviceId IN ['", "']")))
                .collect(Collectors.joining());
    }
}
