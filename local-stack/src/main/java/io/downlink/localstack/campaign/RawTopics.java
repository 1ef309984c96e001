package io.downlink.localstack.campaign;

import io.downlink.contracts.topics.Topics;
import io.downlink.localstack.verdict.Asked;
import io.downlink.localstack.verdict.InHand;
import io.downlink.localstack.verdict.Noted;
import io.downlink.localstack.verdict.Told;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads what stands on the topics of commands, events and log from their beginning, past the gateway and its group. */
final class RawTopics implements AutoCloseable {
    private static final List<String> TOPICS = List.of(Topics.COMMANDS, Topics.COMMAND_EVENTS, Topics.COMMAND_LOG);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration TO_THE_END_WITHIN = Duration.ofMinutes(2);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final List<TopicPartition> partitions;
    private final Thread thread = new Thread(this::follow, "raw-topics");

    private final List<Asked> asked = new ArrayList<>();
    private final List<Told> told = new ArrayList<>();
    private final List<Noted> noted = new ArrayList<>();

    private RawTopics(String bootstrapServers) {
        consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers, "isolation.level", "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        partitions = TOPICS.stream()
                .flatMap(topic -> consumer.partitionsFor(topic).stream())
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    /** Goes on reading, on a thread of its own, until it is closed. */
    static RawTopics following(String bootstrapServers) {
        RawTopics topics = new RawTopics(bootstrapServers);
        topics.thread.setDaemon(true);
        topics.thread.start();
        return topics;
    }

    /** Reads everything that stands there now. */
    static RawTopics toTheEnd(String bootstrapServers) {
        RawTopics topics = new RawTopics(bootstrapServers);
        try (KafkaConsumer<byte[], byte[]> consumer = topics.consumer) {
            Map<TopicPartition, Long> ends = consumer.endOffsets(topics.partitions);
            long giveUpAt = System.nanoTime() + TO_THE_END_WITHIN.toNanos();
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                if (System.nanoTime() > giveUpAt) {
                    throw new IllegalStateException("the topics cannot be read to their end");
                }
                topics.poll();
            }
        }
        return topics;
    }

    synchronized List<Asked> asked() {
        return List.copyOf(asked);
    }

    synchronized List<Told> told() {
        return List.copyOf(told);
    }

    /** What stood between mark and outcome at that time, as far as has been read. */
    synchronized InHand inHand(Instant at) {
        return InHand.at(at, noted, told);
    }

    /** Whether a command was told of after that time. */
    synchronized boolean hasToldSince(Instant at) {
        return !told.isEmpty()
                && told.stream()
                        .skip(Math.max(0, told.size() - 200))
                        .anyMatch(event -> event.at().isAfter(at));
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
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
            add(record);
        }
    }

    private synchronized void add(ConsumerRecord<byte[], byte[]> record) {
        Instant at = Instant.ofEpochMilli(record.timestamp());
        switch (record.topic()) {
            case Topics.COMMANDS ->
                Asked.read(record.topic(), record.partition(), record.offset(), record.value())
                        .ifPresent(asked::add);
            case Topics.COMMAND_EVENTS ->
                Told.read(record.partition(), record.value(), at).ifPresent(told::add);
            default -> Noted.read(record.partition(), record.value(), at).ifPresent(noted::add);
        }
    }
}
