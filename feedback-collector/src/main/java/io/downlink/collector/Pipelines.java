package io.downlink.collector;

import io.downlink.collector.canary.CanaryState;
import io.downlink.collector.receiving.Receiver;
import io.downlink.hub.HubFeedback;
import io.smallrye.mutiny.subscription.Cancellable;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The pipelines of all hubs, which know nothing of each other. */
public final class Pipelines {
    private static final Duration LOOK_EVERY = Duration.ofMillis(10);

    private final List<HubFeedback> hubs;
    private final List<FeedbackPipeline> pipelines;
    private final Clock clock;
    private final List<Cancellable> running = new ArrayList<>();

    /** @param hubs what the pipelines receive from; closed at the end */
    public Pipelines(List<? extends HubFeedback> hubs, List<FeedbackPipeline> pipelines, Clock clock) {
        this.hubs = List.copyOf(hubs);
        this.pipelines = List.copyOf(pipelines);
        this.clock = clock;
    }

    /** @param ended told if one ends, which it should not: with its failure, or with null if it completed */
    public void start(Consumer<@Nullable Throwable> ended) {
        for (FeedbackPipeline pipeline : pipelines) {
            running.add(pipeline.carry().subscribe().with(_ -> {}, ended, () -> ended.accept(null)));
        }
    }

    /**
     * Finishes the batches in hand, takes no others, and closes the receivers. What is not finished in time stays with its
     * hub. They may be started again.
     *
     * @return whether all was finished
     */
    public boolean stop(Duration limit) {
        pipelines.forEach(FeedbackPipeline::takeNoMore);
        boolean finished = idleWithin(limit);
        running.forEach(Cancellable::cancel);
        running.clear();
        receivers().forEach(Receiver::standsBy);
        return finished;
    }

    /** For good. */
    public void close() {
        hubs.forEach(HubFeedback::close);
    }

    /** One for each hub. */
    public List<Receiver> receivers() {
        return pipelines.stream().map(FeedbackPipeline::receiver).toList();
    }

    /** What came of the latest canary of each hub that has one, by the hub's name. */
    public Map<String, CanaryState> canaries() {
        Map<String, CanaryState> byHub = new TreeMap<>();
        pipelines.forEach(pipeline -> pipeline.canary()
                .state()
                .ifPresent(state -> byHub.put(pipeline.receiver().hub(), state)));
        return byHub;
    }

    private boolean idleWithin(Duration limit) {
        Instant end = clock.instant().plus(limit);
        while (pipelines.stream().anyMatch(FeedbackPipeline::busy)) {
            if (clock.instant().isAfter(end)) {
                return false;
            }
            LockSupport.parkNanos(LOOK_EVERY.toNanos());
        }
        return true;
    }
}
