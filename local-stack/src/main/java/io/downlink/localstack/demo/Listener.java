package io.downlink.localstack.demo;

import io.downlink.contracts.commands.CommandEvent;
import io.downlink.contracts.commands.CommandEventReader;
import io.downlink.contracts.requests.Source;
import io.downlink.contracts.topics.TopicSpec;
import io.downlink.contracts.topics.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/** Hears every record of Downlink's topics, on a thread of its own, and keeps what scenarios wait for. */
final class Listener implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final long LOOK_AGAIN_MILLIS = 500;

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Transcript transcript;
    private final BooleanSupplier hopeless;
    private final Thread thread;
    private final Map<String, CommandEvent> outcomes = new HashMap<>();
    private final Map<Source, ConsumerRecord<byte[], byte[]>> deadLetters = new HashMap<>();

    private Listener(KafkaConsumer<byte[], byte[]> consumer, Transcript transcript, BooleanSupplier hopeless) {
        this.consumer = consumer;
        this.transcript = transcript;
        this.hopeless = hopeless;
        this.thread = new Thread(this::listen, "listener");
    }

    /** @param hopeless whether to stop waiting before the time is over */
    static Listener start(String bootstrapServers, Path transcript, BooleanSupplier hopeless) throws IOException {
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
        Listener listener = new Listener(consumer, Transcript.open(transcript), hopeless);
        listener.thread.setDaemon(true);
        listener.thread.start();
        return listener;
    }

    /** The first final event of a command; empty if none comes in time. */
    Optional<CommandEvent> outcome(String commandId, Duration patience) throws InterruptedException {
        return await(() -> outcomes.get(commandId), patience);
    }

    /** The dead letter of a record; empty if none comes in time. */
    Optional<ConsumerRecord<byte[], byte[]>> deadLetter(Source source, Duration patience) throws InterruptedException {
        return await(() -> deadLetters.get(source), patience);
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

    private synchronized <T> Optional<T> await(Supplier<@Nullable T> look, Duration patience)
            throws InterruptedException {
        long giveUpAt = System.nanoTime() + patience.toNanos();
        T seen = look.get();
        for (long left = patience.toMillis(); seen == null && left > 0 && !hopeless.getAsBoolean(); ) {
            wait(Math.min(left, LOOK_AGAIN_MILLIS));
            seen = look.get();
            left = Duration.ofNanos(giveUpAt - System.nanoTime()).toMillis();
        }
        return Optional.ofNullable(seen);
    }

    private void listen() {
        try (consumer) {
            while (true) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    transcript.write(record);
                    hear(record);
                }
            }
        } catch (WakeupException _) {
            // closed
        } catch (IOException e) {
            throw new UncheckedIOException("the transcript cannot be written", e);
        }
    }

    private synchronized void hear(ConsumerRecord<byte[], byte[]> record) {
        switch (record.topic()) {
            case Topics.COMMAND_EVENTS ->
                CommandEventReader.read(record.value())
                        .filter(CommandEvent::isFinal)
                        .ifPresent(
                                event -> outcomes.putIfAbsent(event.about().id().commandId(), event));
            case Topics.DEAD_LETTERS -> deadLetters.put(origin(record), record);
            default -> {} // the requests are ours
        }
        notifyAll();
    }

    /** Where a dead letter stood first. */
    private static Source origin(ConsumerRecord<byte[], byte[]> record) {
        return new Source(
                header(record, "dead-letter-topic"),
                Integer.parseInt(header(record, "dead-letter-partition")),
                Long.parseLong(header(record, "dead-letter-offset")));
    }

    private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null ? "-1" : new String(header.value(), StandardCharsets.UTF_8);
    }
}
