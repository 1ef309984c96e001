package io.downlink.collector.lost;

import io.downlink.contracts.feedback.Feedback;
import io.downlink.contracts.feedback.FeedbackReader;
import io.downlink.contracts.topics.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** With a consumer of its own, and without a group. */
final class KafkaFeedbackFollower implements FeedbackFollower {
    private static final int TAKEN_AT_ONCE_MAX = 5_000;

    /** The thread has a group to stay in. */
    private static final int ANSWERS_WITHIN_MILLIS = 5_000;

    /** Well before a message is lost whose outcome is in a partition that is new. */
    private static final int PARTITIONS_KNOWN_FOR_MILLIS = 10_000;

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Set<TopicPartition> partitions;

    private KafkaFeedbackFollower(KafkaConsumer<byte[], byte[]> consumer, Set<TopicPartition> partitions) {
        this.consumer = consumer;
        this.partitions = partitions;
    }

    /**
     * @param kafka the configuration of a Kafka client
     * @param time records of an earlier timestamp are not read
     * @throws org.apache.kafka.common.errors.RetriableException if Kafka does not answer
     */
    static KafkaFeedbackFollower from(Instant time, Map<String, Object> kafka) {
        Map<String, Object> config = new HashMap<>(kafka);
        config.remove(ConsumerConfig.GROUP_ID_CONFIG);
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        config.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, ANSWERS_WITHIN_MILLIS);
        config.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, ANSWERS_WITHIN_MILLIS);
        config.put(ConsumerConfig.METADATA_MAX_AGE_CONFIG, PARTITIONS_KNOWN_FOR_MILLIS);
        config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, TAKEN_AT_ONCE_MAX);
        KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        try {
            KafkaFeedbackFollower follower = new KafkaFeedbackFollower(consumer, partitionsOf(consumer));
            follower.seek(time);
            return follower;
        } catch (RuntimeException e) {
            consumer.close();
            throw e;
        }
    }

    @Override
    public void poll(BiConsumer<Feedback, Instant> told) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ZERO)) {
            Instant at = Instant.ofEpochMilli(record.timestamp());
            FeedbackReader.read(record.value()).ifPresent(feedback -> told.accept(feedback, at));
        }
    }

    @Override
    public Map<TopicPartition, Long> ends() {
        return consumer.endOffsets(partitions);
    }

    @Override
    public boolean hasRead(Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
    }

    /** From what the consumer knows anyway. */
    @Override
    public boolean outgrown() {
        return !partitionsOf(consumer).equals(partitions);
    }

    @Override
    public void close() {
        consumer.close();
    }

    private static Set<TopicPartition> partitionsOf(KafkaConsumer<byte[], byte[]> consumer) {
        return consumer.partitionsFor(Topics.FEEDBACK).stream()
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .collect(Collectors.toUnmodifiableSet());
    }

    private void seek(Instant time) {
        Map<TopicPartition, Long> ends = ends();
        Map<TopicPartition, OffsetAndTimestamp> found = consumer.offsetsForTimes(
                partitions.stream().collect(Collectors.toMap(partition -> partition, _ -> time.toEpochMilli())));
        consumer.assign(partitions);
        ends.forEach((partition, end) -> {
            OffsetAndTimestamp first = found.get(partition);
            consumer.seek(partition, first == null ? end : first.offset());
        });
    }
}
