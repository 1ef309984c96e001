package io.downlink.localstack.demo;

import static io.downlink.localstack.console.Layout.took;

import io.downlink.contracts.commands.CommandEvent;
import io.downlink.contracts.feedback.Feedback;
import io.downlink.contracts.jobs.DeviceJob;
import io.downlink.contracts.jobs.JobEvent;
import io.downlink.contracts.requests.Source;
import io.downlink.contracts.topics.Topics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
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
    private final Heard heard;

    private Conversation(Producer<byte[], byte[]> producer, Listener listener, Heard heard) {
        this.producer = producer;
        this.listener = listener;
        this.heard = heard;
    }

    /**
     * @param transcript where every record that is seen goes
     * @param hopeless whether to stop waiting before the time is over
     */
    static Conversation open(String bootstrapServers, Path transcript, BooleanSupplier hopeless) throws IOException {
        Map<String, Object> config = Map.of("bootstrap.servers", bootstrapServers, "linger.ms", 1);
        Heard heard = new Heard(hopeless);
        return new Conversation(
                new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer()),
                Listener.start(bootstrapServers, transcript, heard),
                heard);
    }

    /** Writes a request; its key is its device. */
    Source send(Command command) throws InterruptedException {
        return send(new ProducerRecord<>(Topics.COMMANDS, utf8(command.deviceId()), utf8(command.toString())));
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
    void sendSoon(Command command) {
        var _ = producer.send(
                new ProducerRecord<>(Topics.COMMANDS, utf8(command.deviceId()), utf8(command.toString())));
    }

    /** The first final event of a command; waits for it. */
    CommandEvent outcome(String commandId, Duration patience) throws UnexpectedException, InterruptedException {
        Optional<CommandEvent> event = heard.outcome(commandId, patience);
        return event.orElseThrow(() -> new UnexpectedException("saw no outcome of command " + commandId));
    }

    /** Sends a request, and waits for its first final event. */
    CommandEvent ask(Command command, Duration patience) throws UnexpectedException, InterruptedException {
        var _ = send(command);
        return outcome(command.commandId(), patience);
    }

    /** What the hub tells of a message; waits for it. */
    Feedback feedback(Command message, Duration patience) throws UnexpectedException, InterruptedException {
        return heard.feedback(message.commandId(), patience)
                .orElseThrow(() -> new UnexpectedException(
                        "saw no feedback for message %s in %s".formatted(message.commandId(), took(patience))));
    }

    /** Writes the request for a job, and waits for its end; all its events, the final one is the last. */
    List<JobEvent> ask(Job job, Duration patience) throws UnexpectedException, InterruptedException {
        var _ = send(new ProducerRecord<>(Topics.JOBS, utf8(job.jobId()), utf8(job.toString())));
        return heard.job(job.jobId(), patience)
                .orElseThrow(() ->
                        new UnexpectedException("saw no end of job %s in %s".formatted(job.jobId(), took(patience))));
    }

    /** The outcomes of so many devices in a job, by device; waits for them. */
    Map<String, DeviceJob> deviceJobs(Job job, int count, Duration patience)
            throws UnexpectedException, InterruptedException {
        return heard.deviceJobs(job.jobId(), count, patience)
                .orElseThrow(() -> new UnexpectedException(
                        "saw fewer than %d outcomes of job %s in %s".formatted(count, job.jobId(), took(patience))));
    }

    /** What stands in the dead letters for a record; waits for it. */
    ConsumerRecord<byte[], byte[]> deadLetter(Source source, Duration patience)
            throws UnexpectedException, InterruptedException {
        return heard.deadLetter(source, patience)
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
