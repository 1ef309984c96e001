package io.downlink.gateway.intake;

import java.util.OptionalInt;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.jspecify.annotations.Nullable;

/** Where Kafka's default partitioner puts a key among the partitions of the commands. */
public final class Partitioning {
    private volatile int partitions;

    /** How many there are now. */
    public void over(int number) {
        partitions = number;
    }

    /** Where a key belongs; empty as long as nobody knows how many partitions there are. */
    public OptionalInt of(byte[] key) {
        int among = partitions;
        return among == 0 ? OptionalInt.empty() : OptionalInt.of(BuiltInPartitioner.partitionForKey(key, among));
    }

    /**
     * Whether a record stands in another partition than its key has by default: its sender's partitioner is a foreign one,
     * or the topic had fewer partitions then.
     *
     * @param key null where the record has none: then it may stand anywhere
     */
    boolean isForeign(byte @Nullable [] key, int partition) {
        return key != null && of(key).orElse(partition) != partition;
    }
}
