package io.downlink.benchmarks.jobs;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.downlink.benchmarks.Pause;
import io.downlink.contracts.topics.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Upstream and downstream: asks for jobs, and reads what is told of them, all of it through topics. */
final class JobTraffic implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration PATIENCE = Duration.ofMinutes(15);

    private final Producer<byte[], byte[]> producer;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Thread reading = new Thread(this::read, "events of jobs");
    private final List<JsonNode> told = new ArrayList<>();
    private final Map<String, Long> outcomes = new HashMap<>();

    private JobTraffic(String bootstrapServers) {
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers), new ByteArraySerializer(), new ByteArraySerializer());
        consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers, "isolation.level", "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        List<TopicPartition> partitions = List.of(Topics.JOB_EVENTS, Topics.DEVICE_JOBS).stream()
                .flatMap(topic -> consumer.partitionsFor(topic).stream())
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    static JobTraffic open(String bootstrapServers) {
        JobTraffic traffic = new JobTraffic(bootstrapServers);
        traffic.reading.setDaemon(true);
        traffic.reading.start();
        return traffic;
    }

    void ask(String jobId, String request) {
        var _ = producer.send(new ProducerRecord<>(Topics.JOBS, jobId.getBytes(UTF_8), request.getBytes(UTF_8)));
    }

    /** Waits for so many events, and gives those that fit. */
    List<JsonNode> await(int number, Predicate<JsonNode> fits) {
        if (!Pause.until(() -> that(fits).size() >= number, PATIENCE)) {
            throw new IllegalStateException(
                    "%d of %d events after %s".formatted(that(fits).size(), number, PATIENCE));
        }
        return that(fits);
    }

    synchronized List<JsonNode> that(Predicate<JsonNode> fits) {
        return told.stream().filter(fits).toList();
    }

    /** How many devices' outcomes were told of a job. */
    synchronized long outcomes(String jobId) {
        return outcomes.getOrDefault(jobId, 0L);
    }

    private void read() {
        try (consumer) {
            while (true) {
                consumer.poll(POLL).forEach(this::add);
            }
        } catch (WakeupException closed) {
            // closed
        }
    }

    private synchronized void add(ConsumerRecord<byte[], byte[]> record) {
        try {
            JsonNode json = JSON.readTree(record.value());
            if (record.topic().equals(Topics.DEVICE_JOBS)) {
                outcomes.merge(json.path("jobId").asText(), 1L, Long::sum);
            } else {
                told.add(json);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        producer.close();
        consumer.wakeup();
    }
}
