package io.downlink.testsupport;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Writes to one topic, as anybody upstream may. */
public final class TopicWriter implements AutoCloseable {
    private static final int TAKEN_WITHIN_SECONDS = 30;

    private final String topic;
    private final KafkaProducer<byte[], byte[]> producer;

    public TopicWriter(Kafka kafka, String topic) {
        this.topic = topic;
        this.producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    /** Writes a record to the partition that its key has. */
    public RecordMetadata send(String key, String json) {
        return send(record(null, key, json));
    }

    /** Writes a record to a partition that a foreign partitioner chose. */
    public RecordMetadata send(int partition, String key, String json) {
        return send(record(partition, key, json));
    }

    public RecordMetadata send(ProducerRecord<byte[], byte[]> record) {
        try {
            return producer.send(record).get(TAKEN_WITHIN_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("Kafka does not take the record", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while sending", e);
        }
    }

    private ProducerRecord<byte[], byte[]> record(@Nullable Integer partition, String key, String value) {
        return new ProducerRecord<>(
                topic, partition, key.getBytes(StandardCharsets.UTF_8), value.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        producer.close();
    }
}
