package io.downlink.orchestrator.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.downlink.contracts.jobs.JobId;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class TurnsTest {
    private static final JobId A = new JobId("default", "a");
    private static final JobId B = new JobId("default", "b");

    private final Turns turns = new Turns();
    private final List<String> begun = new ArrayList<>();

    @Test
    void shouldBeginTheNextWorkOfAJobWhenTheOneBeforeHasEndedAlsoByAFailure() {
        // given
        CompletableFuture<String> first = new CompletableFuture<>();
        begin(A, "first", first);
        begin(A, "second", new CompletableFuture<>());
        begin(B, "other", new CompletableFuture<>());
        assertThat(begun).containsExactly("first", "other");
        // when
        first.completeExceptionally(new IllegalStateException("a defect"));
        // then
        assertThat(begun).containsExactly("first", "other", "second");
    }

    @Test
    void shouldHoldNothingWhenAllHasEnded() {
        // given
        CompletableFuture<String> first = new CompletableFuture<>();
        begin(A, "first", first);
        begin(A, "second", CompletableFuture.completedFuture("done"));
        assertThat(turns.open()).isEqualTo(1);
        // when
        first.complete("done");
        // then
        assertThat(turns.open()).isZero();
    }

    private void begin(JobId job, String name, CompletableFuture<String> end) {
        turns.inTurn(job, () -> {
                    begun.add(name);
                    return Uni.createFrom().completionStage(end);
                })
                .subscribe()
                .with(_ -> {}, _ -> {});
    }
}
