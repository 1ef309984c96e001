package io.downlink.localstack.demo;

import io.downlink.contracts.topics.TopicSpec;
import io.downlink.contracts.topics.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Hears every record of Downlink's topics from now on, on a thread of its own, and writes each down. */
final class Listener implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(200);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Transcript transcript;
    private final Heard heard;
    private final Thread thread;

    private Listener(KafkaConsumer<byte[], byte[]> consumer, Transcript transcript, Heard heard) {
        this.consumer = consumer;
        this.transcript = transcript;
        this.heard = heard;
        this.thread = new Thread(this::listen, "listener");
    }

    /** @param heard where everything goes that is heard */
    static Listener start(String bootstrapServers, Path transcript, Heard heard) throws IOException {
        KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        bootstrapServers,
                        "isolation.level",
                        "read_committed",
                        "fetch.max.wait.ms",
                        50),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        List<TopicPartition> partitions = Topics.all().stream()
                .map(TopicSpec::name)
                .flatMap(topic -> consumer.partitionsFor(topic).stream())
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
        consumer.assign(partitions);
        // What stands there already is of an earlier demo.
        consumer.endOffsets(partitions).forEach(consumer::seek);
        Listener listener = new Listener(consumer, Transcript.open(transcript), heard);
        listener.thread.setDaemon(true);
        listener.thread.start();
        return listener;
    }

    @Override
    public void close() throws IOException {
        consumer.wakeup();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        transcript.close();
    }

    private void listen() {
        try (consumer) {
            while (true) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    transcript.write(record);
                    heard.hear(record);
                }
            }
        } catch (WakeupException _) {
            // closed
        } catch (IOException e) {
            throw new UncheckedIOException("the transcript cannot be written", e);
        }
    }
}
