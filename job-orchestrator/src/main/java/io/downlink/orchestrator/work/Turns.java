package io.downlink.orchestrator.work;

import io.downlink.contracts.jobs.JobId;
import io.smallrye.mutiny.Uni;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** One piece of work at a time for each job; jobs do not wait for each other. */
public final class Turns {
    private final ConcurrentHashMap<JobId, CompletableFuture<JobId>> newest = new ConcurrentHashMap<>();

    /** Runs work when everything that was entered for the job before has ended, be it by a failure. */
    public <T> Uni<T> inTurn(JobId job, Supplier<Uni<T>> work) {
        return Uni.createFrom().deferred(() -> {
            CompletableFuture<JobId> mine = new CompletableFuture<>();
            CompletableFuture<JobId> before = newest.put(job, mine);
            Uni<JobId> turn = before == null
                    ? Uni.createFrom().item(job)
                    : Uni.createFrom().completionStage(before);
            return turn.chain(_ -> work.get()).onTermination().invoke(() -> {
                newest.remove(job, mine);
                mine.complete(job);
            });
        });
    }

    /** How many jobs have work in hand. */
    public int open() {
        return newest.size();
    }
}
