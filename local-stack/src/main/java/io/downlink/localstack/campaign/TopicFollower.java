package io.downlink.localstack.campaign;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads topics from their beginning, past every service and its group. */
final class TopicFollower implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration TO_THE_END_WITHIN = Duration.ofMinutes(2);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final List<TopicPartition> partitions;
    private final Consumer<ConsumerRecord<byte[], byte[]>> told;
    private final Thread thread = new Thread(this::follow, "raw-topics");

    /**
     * @param isolation whether what is not committed is told, too
     * @param told of every record, each partition's in its order, by one thread
     */
    TopicFollower(
            String bootstrapServers,
            List<String> topics,
            IsolationLevel isolation,
            Consumer<ConsumerRecord<byte[], byte[]>> told) {
        this.told = told;
        consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers, "isolation.level", isolation.toString()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        partitions = topics.stream()
                .flatMap(topic -> consumer.partitionsFor(topic).stream())
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    /** Goes on reading, on a thread of its own, until it is closed. */
    void start() {
        thread.setDaemon(true);
        thread.start();
    }

    /** Reads everything that stands there now, and no more. */
    void readToTheEnd() {
        try (consumer) {
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            long giveUpAt = System.nanoTime() + TO_THE_END_WITHIN.toNanos();
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                if (System.nanoTime() > giveUpAt) {
                    throw new IllegalStateException("the topics cannot be read to their end");
                }
                poll();
            }
        }
    }

    @Override
    public void close() {
        consumer.wakeup();
    }

    private void follow() {
        try (consumer) {
            while (true) {
                poll();
            }
        } catch (WakeupException e) {
            // closed
        }
    }

    private void poll() {
        consumer.poll(POLL).forEach(told);
    }
}
