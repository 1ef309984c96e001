package io.downlink.orchestrator.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.downlink.contracts.requests.Priority;
import io.downlink.orchestrator.life.Job;
import io.downlink.orchestrator.life.JobState.Kept;
import io.downlink.orchestrator.world.Asked;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class JobQueueTest {
    private final JobQueue queue = new JobQueue();

    @Test
    void shouldPutInteractiveJobsFirstAndKeepTheOrderOfArrivalOfEachKind() {
        assertThat(ids(queue.inOrder(List.of(bulk("b1"), interactive("i1"), bulk("b2"), interactive("i2")))))
                .containsExactly("i1", "i2", "b1", "b2");
    }

    @Test
    void shouldPutABulkJobBehindEveryFourInteractiveOnes() {
        assertThat(ids(queue.inOrder(Stream.concat(Stream.of(bulk("b1"), bulk("b2")), interactive(9))
                        .toList())))
                .containsExactly("i1", "i2", "i3", "i4", "b1", "i5", "i6", "i7", "i8", "b2", "i9");
    }

    @Test
    void shouldGiveEveryFifthSlotToABulkJobHoweverManyInteractiveOnesKeepComing() {
        // given: one slot, and always another interactive job
        List<Job> due = new ArrayList<>(List.of(bulk("b1"), bulk("b2")));
        List<String> given = new ArrayList<>();
        // when
        for (int turn = 0; turn < 10; turn++) {
            due.add(interactive("i" + turn));
            Job next = queue.inOrder(due).getFirst();
            queue.given(next);
            due.remove(next);
            given.add(next.id().jobId());
        }
        // then
        assertThat(given).containsExactly("i0", "i1", "i2", "i3", "b1", "i4", "i5", "i6", "i7", "b2");
    }

    @Test
    void shouldNotCountInteractiveJobsThatPassedNobodyOver() {
        // given
        interactive(9).forEach(job -> {
            queue.inOrder(List.of(job));
            queue.given(job);
        });
        // when
        List<Job> ordered = queue.inOrder(List.of(bulk("b1"), interactive("i1")));
        // then
        assertThat(ids(ordered)).containsExactly("i1", "b1");
    }

    @Test
    void shouldPutJobsThatTheHubDidNotAnswerBehindAllOthers() {
        assertThat(ids(queue.inOrder(List.of(
                        interactive("i1").with(new Kept(Asked.NOW, false, true, 2)), bulk("b1"), interactive("i2")))))
                .containsExactly("i2", "b1", "i1");
    }

    private static Stream<Job> interactive(int number) {
        return IntStream.rangeClosed(1, number).mapToObj(index -> interactive("i" + index));
    }

    private static Job interactive(String id) {
        return Asked.job(id, Priority.INTERACTIVE);
    }

    private static Job bulk(String id) {
        return Asked.job(id, Priority.BULK);
    }

    private static List<String> ids(List<Job> jobs) {
        return jobs.stream().map(job -> job.id().jobId()).toList();
    }
}
