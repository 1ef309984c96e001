package io.downlink.gateway.parking;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/** Reads single records by their offsets, as a member of no group. */
public final class OffsetReader implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(200);

    /** What lies this near is read on the way; beyond it, to ask anew is less. */
    private static final long NEAR = 500;

    /** A place far from the next one costs a fetch of its own, of at most this size. */
    private static final int FETCH_BYTES = 256 * 1024;

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final ReentrantLock using = new ReentrantLock();

    private OffsetReader(KafkaConsumer<byte[], byte[]> consumer) {
        this.consumer = consumer;
    }

    /** @param kafka the configuration of a Kafka client */
    public static OffsetReader open(Map<String, Object> kafka) {
        Map<String, Object> config = new HashMap<>(kafka);
        config.put("enable.auto.commit", "false");
        config.put("auto.offset.reset", "earliest"); // then what is gone shows, for a later one comes in its place
        config.put("max.partition.fetch.bytes", FETCH_BYTES);
        config.put("client.id", "downlink-parked");
        config.remove("group.id");
        return new OffsetReader(new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer()));
    }

    /** Takes what was read. */
    @FunctionalInterface
    interface Taking {
        /** @param record null if the partition does not hold it any more */
        void take(long offset, @Nullable ConsumerRecord<byte[], byte[]> record);
    }

    /**
     * Hands over the records at these offsets, in their order. Blocks until all are read.
     *
     * @param offsets in their order
     * @throws org.apache.kafka.common.KafkaException if Kafka refuses to tell
     */
    void read(TopicPartition partition, List<Long> offsets, Taking taking) {
        using.lock();
        try {
            consumer.assign(List.of(partition));
            int next = 0;
            long position = Long.MIN_VALUE;
            while (next < offsets.size()) {
                long offset = offsets.get(next);
                if (position == Long.MIN_VALUE || offset > position + NEAR) {
                    consumer.seek(partition, offset);
                }
                List<ConsumerRecord<byte[], byte[]>> records =
                        consumer.poll(POLL).records(partition);
                for (ConsumerRecord<byte[], byte[]> record : records) {
                    next = takeUpTo(record.offset(), next, offsets, record, taking);
                }
                position = consumer.position(partition);
                boolean beyondTheEnd = records.isEmpty() && offset >= end(partition);
                next = takeUpTo(beyondTheEnd ? offset : position - 1, next, offsets, null, taking);
            }
        } finally {
            using.unlock();
        }
    }

    private static int takeUpTo(
            long last, int from, List<Long> offsets, @Nullable ConsumerRecord<byte[], byte[]> record, Taking taking) {
        int next = from;
        while (next < offsets.size() && offsets.get(next) <= last) {
            long offset = offsets.get(next++);
            taking.take(offset, record != null && record.offset() == offset ? record : null);
        }
        return next;
    }

    /**
     * Searches from an offset on, at most to the partition's end. Blocks until all of it is read.
     *
     * @param what gives nothing for a record that is not the one
     */
    <T> Optional<T> find(
            TopicPartition partition, long from, Function<ConsumerRecord<byte[], byte[]>, Optional<T>> what) {
        using.lock();
        try {
            consumer.assign(List.of(partition));
            consumer.seek(partition, from);
            long end = end(partition);
            while (consumer.position(partition) < end) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    Optional<T> found = what.apply(record);
                    if (found.isPresent()) {
                        return found;
                    }
                }
            }
            return Optional.empty();
        } finally {
            using.unlock();
        }
    }

    private long end(TopicPartition partition) {
        return consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
    }

    @Override
    public void close() {
        consumer.wakeup(); // whoever reads fails
        using.lock();
        try {
            consumer.close();
        } finally {
            using.unlock();
        }
    }
}
