package io.downlink.contracts.topics;

import java.time.Duration;

/**
 * What a topic needs.
 *
 * @param partitions how many it is created with; an existing topic may have another number, unless it is a
 *     {@link #singlePartition}
 * @param retention how long a record is kept at least; zero where it is compacted, for then time does not matter
 * @param maxMessageBytes its {@code max.message.bytes} at least
 */
public record TopicSpec(String name, int partitions, Duration retention, Cleanup cleanup, int maxMessageBytes) {

    /** This topic with another number of partitions. */
    public TopicSpec withPartitions(int number) {
        return new TopicSpec(name, number, retention, cleanup, maxMessageBytes);
    }

    /** Whether all its records stand in one order, so that it has one partition and no other number. */
    public boolean singlePartition() {
        return partitions == 1;
    }

    /** Whether size must not make it forget: what the command log forgot early could be called once more. */
    public boolean keptAtAnySize() {
        return name.equals(Topics.COMMAND_LOG);
    }

    /** What Kafka does with old records: its {@code cleanup.policy}. */
    public enum Cleanup {
        /** They go when the retention has passed. */
        DELETE("delete"),
        /** The last one of each key stays. */
        COMPACT("compact");

        private final String policy;

        Cleanup(String policy) {
            this.policy = policy;
        }

        /** The value of {@code cleanup.policy}. */
        public String policy() {
            return policy;
        }
    }
}
