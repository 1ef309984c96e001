package io.downlink.emulator.hub;

import io.downlink.emulator.hub.HubChange.BatchReturned;
import io.downlink.emulator.hub.HubChange.BatchSealed;
import io.downlink.emulator.hub.HubChange.FeedbackCollected;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What there is to remember of feedback. */
final class FeedbackBatches {
    private final NavigableMap<Long, BatchState> batches = new TreeMap<>();
    private final Map<Long, Long> batchOf = new HashMap<>(); // by the record's number

    /** The oldest first. */
    Collection<BatchState> all() {
        return batches.values();
    }

    void add(FeedbackState feedback) {
        batchOf.put(feedback.number(), feedback.batch());
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
        BatchState ended = batches.remove(batch);
        if (ended != null) {
            ended.records().forEach(item -> batchOf.remove(item.number()));
        }
    }

    void forget(List<Long> numbers) {
        for (long number : numbers) {
            Long holder = batchOf.remove(number);
            BatchState batch = holder == null ? null : batches.get(holder);
            if (batch != null) {
                keep(new BatchState(
                        batch.number(),
                        batch.sealed(),
                        batch.returns(),
                        batch.records().stream()
                                .filter(item -> item.number() != number)
                                .toList()));
            }
        }
    }

    private void keep(BatchState batch) {
        if (batch.records().isEmpty()) {
            batches.remove(batch.number());
        } else {
            batches.put(batch.number(), batch);
        }
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
