package io.downlink.gateway.replicas;

import io.smallrye.mutiny.Uni;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;

/**
 * A question that is asked once for all who want its answer at the time, and not again for a while after it. Who gives up
 * leaves it to the others; a failure is told to those who waited for it, and not kept. Safe for use by many threads.
 */
final class Shared<T> {
    private final Uni<T> question;
    private final Duration keptFor;
    private final Clock clock;
    private CompletableFuture<Kept<T>> latest =
            CompletableFuture.failedFuture(new IllegalStateException("not asked yet"));

    Shared(Uni<T> question, Duration keptFor, Clock clock) {
        this.question = question;
        this.keptFor = keptFor;
        this.clock = clock;
    }

    Uni<T> answer() {
        return Uni.createFrom().completionStage(() -> latest().thenApply(Kept::answer)); // a stage of his own to cancel
    }

    private synchronized CompletableFuture<Kept<T>> latest() {
        boolean stillGood = switch (latest.state()) {
            case RUNNING -> true;
            case SUCCESS -> clock.instant().isBefore(latest.resultNow().until());
            case FAILED, CANCELLED -> false;
        };
        if (!stillGood) {
            latest = question.map(answer -> new Kept<>(answer, clock.instant().plus(keptFor)))
                    .subscribeAsCompletionStage();
        }
        return latest;
    }

    private record Kept<T>(T answer, Instant until) {}
}
