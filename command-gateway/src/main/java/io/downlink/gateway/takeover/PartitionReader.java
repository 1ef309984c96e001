package io.downlink.gateway.takeover;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads parts of partitions, one at a time, as a member of no group. What was not committed is read too: an entry of the
 * log counts from its acknowledgement on.
 */
public final class PartitionReader implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(200);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Executor threads;
    private final ReentrantLock using = new ReentrantLock(true); // partitions that are taken over at once take turns

    private PartitionReader(KafkaConsumer<byte[], byte[]> consumer, Executor threads) {
        this.consumer = consumer;
        this.threads = threads;
    }

    /**
     * @param kafka the configuration of a Kafka client
     * @param threads where to look at what was read while more is read
     */
    public static PartitionReader open(Map<String, Object> kafka, Executor threads) {
        Map<String, Object> config = new HashMap<>(kafka);
        config.put("isolation.level", "read_uncommitted");
        config.put("enable.auto.commit", "false");
        config.put("auto.offset.reset", "earliest"); // what is too old to be kept is not missed
        config.put("client.id", "downlink-take-over");
        config.put("max.poll.records", 2_000); // about what is fetched at once
        // The client's 64 KB hold each fetch of 1 MB up. The operating system may give less (net.core.rmem_max).
        config.putIfAbsent("receive.buffer.bytes", 1 << 20);
        config.remove("group.id");
        return new PartitionReader(
                new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer()), threads);
    }

    /**
     * Hands over what stands from one offset on and before another, and blocks until all of it was looked at.
     *
     * @throws CompletionException if what it is handed to fails
     */
    void read(TopicPartition partition, long from, long end, Consumer<ConsumerRecord<byte[], byte[]>> to) {
        if (from >= end) {
            return;
        }
        using.lock();
        try {
            consumer.assign(List.of(partition));
            consumer.seek(partition, from);
            CompletableFuture<Void> looking = CompletableFuture.completedFuture(null);
            while (consumer.position(partition) < end) {
                ConsumerRecords<byte[], byte[]> polled = consumer.poll(POLL);
                looking.join(); // one poll ahead, no more
                looking = CompletableFuture.runAsync(() -> handOver(polled, end, to), threads);
            }
            looking.join();
        } finally {
            using.unlock();
        }
    }

    private static void handOver(
            ConsumerRecords<byte[], byte[]> polled, long end, Consumer<ConsumerRecord<byte[], byte[]>> to) {
        for (ConsumerRecord<byte[], byte[]> record : polled) {
            if (record.offset() < end) {
                to.accept(record);
            }
        }
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
