package io.downlink.localstack.demo;

import io.downlink.contracts.commands.CommandEvent;
import io.downlink.contracts.requests.Source;
import io.downlink.contracts.topics.Topics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Speaks with Downlink in the one way that it offers: records in, records out. */
final class Conversation implements AutoCloseable {
    private final Producer<byte[], byte[]> producer;
    private final Listener listener;

    private Conversation(Producer<byte[], byte[]> producer, Listener listener) {
        this.producer = producer;
        this.listener = listener;
    }

    /**
     * @param transcript where every record that is seen goes
     * @param hopeless whether to stop waiting before the time is over
     */
    static Conversation open(String bootstrapServers, Path transcript, BooleanSupplier hopeless) throws IOException {
        Map<String, Object> config = Map.of("bootstrap.servers", bootstrapServers, "linger.ms", 1);
        return new Conversation(
                new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer()),
                Listener.start(bootstrapServers, transcript, hopeless));
    }

    /** Writes a request; its key is its device. */
    Source send(Call call) throws InterruptedException {
        return send(new ProducerRecord<>(Topics.COMMANDS, utf8(call.deviceId()), utf8(call.toString())));
    }

    /** Writes a record as it is, and returns when Kafka has it. */
    Source send(ProducerRecord<byte[], byte[]> record) throws InterruptedException {
        try {
            RecordMetadata written = producer.send(record).get();
            return new Source(written.topic(), written.partition(), written.offset());
        } catch (ExecutionException e) {
            throw new IllegalStateException("Kafka did not take a record", e.getCause());
        }
    }

    /** Writes a request without waiting for Kafka; one that Kafka does not take has no outcome. */
    void sendSoon(Call call) {
        var _ = producer.send(new ProducerRecord<>(Topics.COMMANDS, utf8(call.deviceId()), utf8(call.toString())));
    }

    /** The first final event of a command; waits for it. */
    CommandEvent outcome(String commandId, Duration patience) throws UnexpectedException, InterruptedException {
        Optional<CommandEvent> event = listener.outcome(commandId, patience);
        return event.orElseThrow(() -> new UnexpectedException("saw no outcome of command " + commandId));
    }

    /** Sends a request, and waits for its first final event. */
    CommandEvent ask(Call call, Duration patience) throws UnexpectedException, InterruptedException {
        var _ = send(call);
        return outcome(call.commandId(), patience);
    }

    /** What stands in the dead letters for a record; waits for it. */
    ConsumerRecord<byte[], byte[]> deadLetter(Source source, Duration patience)
            throws UnexpectedException, InterruptedException {
        return listener.deadLetter(source, patience)
                .orElseThrow(() ->
                        new UnexpectedException("saw nothing in %s for %s".formatted(Topics.DEAD_LETTERS, source)));
    }

    @Override
    public void close() throws IOException {
        producer.close();
        listener.close();
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
