package io.downlink.orchestrator.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.downlink.contracts.requests.Priority;
import io.downlink.orchestrator.life.Job;
import io.downlink.orchestrator.world.Asked;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class JobPageTest {
    private static final List<Job> THREE = Stream.of("a", "b", "c")
            .map(jobId -> Asked.job(jobId, Priority.INTERACTIVE))
            .toList();

    @Test
    void shouldLeadFromPageToPageAndEnd() {
        // when
        JobPage first = JobPage.of(THREE, THREE::contains, null, 2);
        JobPage second = JobPage.of(THREE, THREE::contains, first.next(), 2);
        // then
        assertThat(first).isEqualTo(new JobPage(THREE.subList(0, 2), "default:b"));
        assertThat(second).isEqualTo(new JobPage(THREE.subList(2, 3), null));
    }

    @Test
    void shouldTellOfNoFurtherPageBehindAFullOne() {
        assertThat(JobPage.of(THREE, THREE::contains, null, 3)).isEqualTo(new JobPage(THREE, null));
        assertThat(JobPage.of(List.of(), THREE::contains, null, 3)).isEqualTo(new JobPage(List.of(), null));
    }

    @Test
    void shouldGoOnBehindAJobThatIsNotWantedAnyMore() {
        // given
        JobPage first = JobPage.of(THREE, THREE::contains, null, 1);
        Job moved = THREE.getFirst();
        // when
        JobPage second = JobPage.of(THREE, job -> !job.equals(moved), first.next(), 1);
        // then
        assertThat(second).isEqualTo(new JobPage(THREE.subList(1, 2), "default:b"));
    }

    @Test
    void shouldTellOfNoFurtherPageWhereNoOtherIsWanted() {
        assertThat(JobPage.of(THREE, THREE.getFirst()::equals, null, 1))
                .isEqualTo(new JobPage(THREE.subList(0, 1), null));
    }

    @Test
    void shouldRefuseAPlaceThatIsNone() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> JobPage.of(THREE, THREE::contains, "default:d", 2))
                .withMessageContaining("default:d");
    }
}
