package io.downlink.collector.lost;

import io.downlink.contracts.feedback.Feedback;
import io.downlink.contracts.feedback.Feedback.Report;
import io.downlink.contracts.feedback.Origin;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.apache.kafka.common.TopicPartition;

/** A feedback topic whose followers read all there is with each poll, of the partitions that they know. */
final class FakeFeedbackTopic implements FeedbackFollower.Opening {
    /** From when on it was read, each time somebody began to. */
    final List<Instant> readFrom = new ArrayList<>();

    private final List<Told> records = new ArrayList<>();
    private int partitions = 1;
    private int open;
    private boolean stalled;

    private record Told(Feedback feedback, Instant at, int partition) {}

    void tellDelivered(String commandId, Instant at) {
        Report report =
                new Report("default", "pump-1", "638012345", commandId, "Success", "Success", at, Origin.COMMAND);
        records.add(new Told(Feedback.of(report), at, partitions - 1));
    }

    /** Until it is false, what is told is not read. */
    void stall(boolean now) {
        stalled = now;
    }

    /** From now on all is told in it. */
    void addPartition() {
        partitions++;
    }

    /** How many read now. */
    int open() {
        return open;
    }

    @Override
    public FeedbackFollower from(Instant time) {
        readFrom.add(time);
        open++;
        return new Follower(time);
    }

    private final class Follower implements FeedbackFollower {
        private final Instant from;
        private final int known = partitions;
        private int position;

        private Follower(Instant from) {
            this.from = from;
        }

        @Override
        public void poll(BiConsumer<Feedback, Instant> told) {
            for (; position < records.size() && !stalled; position++) {
                Told next = records.get(position);
                if (next.partition() < known && !next.at().isBefore(from)) {
                    told.accept(next.feedback(), next.at());
                }
            }
        }

        @Override
        public Map<TopicPartition, Long> ends() {
            return Map.of(new TopicPartition("feedback", 0), (long) records.size());
        }

        @Override
        public boolean hasRead(Map<TopicPartition, Long> ends) {
            return ends.values().stream().allMatch(end -> position >= end);
        }

        @Override
        public boolean outgrown() {
            return known != partitions;
        }

        @Override
        public void close() {
            open--;
        }
    }
}
