package io.downlink.emulator.hub;

import io.downlink.emulator.hub.HubChange.BatchReturned;
import io.downlink.emulator.hub.HubChange.BatchSealed;
import io.downlink.emulator.hub.HubChange.FeedbackCollected;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What there is to remember of feedback. */
final class FeedbackBatches {
    private final NavigableMap<Long, BatchState> batches = new TreeMap<>();

    /** The oldest first. */
    Collection<BatchState> all() {
        return batches.values();
    }

    void add(FeedbackState feedback) {
        batches.merge(
                feedback.batch(),
                new BatchState(feedback.batch(), null, 0, List.of(feedback)),
                (present, fresh) ->
                        new BatchState(present.number(), present.sealed(), present.returns(), joined(present, fresh)));
    }

    void seal(BatchSealed sealed) {
        batches.computeIfPresent(
                sealed.batch(),
                (number, batch) -> new BatchState(number, sealed.at(), batch.returns(), batch.records()));
    }

    void giveBack(BatchReturned returned) {
        batches.computeIfPresent(
                returned.batch(),
                (number, batch) -> new BatchState(number, batch.sealed(), returned.returns(), batch.records()));
    }

    void end(long batch) {
        batches.remove(batch);
    }

    void forget(List<Long> numbers) {
        Set<Long> forgotten = new HashSet<>(numbers);
        batches.replaceAll((_, batch) -> new BatchState(
                batch.number(),
                batch.sealed(),
                batch.returns(),
                batch.records().stream()
                        .filter(item -> !forgotten.contains(item.number()))
                        .toList()));
        batches.values().removeIf(batch -> batch.records().isEmpty());
    }

    Stream<HubChange> changes() {
        List<HubChange> changes = new ArrayList<>();
        for (BatchState batch : batches.values()) {
            batch.records().forEach(item -> changes.add(new FeedbackCollected(item)));
            if (batch.sealed() != null) {
                changes.add(new BatchSealed(batch.number(), batch.sealed()));
            }
            if (batch.returns() > 0) {
                changes.add(new BatchReturned(batch.number(), batch.returns()));
            }
        }
        return changes.stream();
    }

    private static List<FeedbackState> joined(BatchState present, BatchState fresh) {
        return Stream.concat(present.records().stream(), fresh.records().stream())
                .toList();
    }
}
