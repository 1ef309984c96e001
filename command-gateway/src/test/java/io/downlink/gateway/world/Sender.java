package io.downlink.gateway.world;

import io.downlink.contracts.topics.Topics;
import io.downlink.testsupport.Kafka;
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

/** Upstream: writes to {@code downlink.commands}. */
public final class Sender implements AutoCloseable {
    private static final int TAKEN_WITHIN_SECONDS = 30;

    private final KafkaProducer<byte[], byte[]> producer;

    public Sender(Kafka kafka) {
        this.producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    /** Writes a request with the device id as its key. */
    public RecordMetadata send(String deviceId, String json) {
        return send(record(null, deviceId, json));
    }

    /** Writes a request to a partition that a foreign partitioner chose. */
    public RecordMetadata send(int partition, String deviceId, String json) {
        return send(record(partition, deviceId, json));
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

    private static ProducerRecord<byte[], byte[]> record(@Nullable Integer partition, String key, String value) {
        return new ProducerRecord<>(
                Topics.COMMANDS,
                partition,
                key.getBytes(StandardCharsets.UTF_8),
                value.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        producer.close();
    }
}
