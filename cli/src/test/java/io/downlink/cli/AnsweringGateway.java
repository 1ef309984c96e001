package io.downlink.cli;

import io.downlink.contracts.commands.CommandEvent.About;
import io.downlink.contracts.commands.CommandEvent.Completed;
import io.downlink.contracts.commands.CommandEvent.Timing;
import io.downlink.contracts.commands.CommandEventWriter;
import io.downlink.contracts.commands.CommandReader;
import io.downlink.contracts.commands.CommandRequest.DirectMethod;
import io.downlink.contracts.commands.ReadResult.Accepted;
import io.downlink.contracts.commands.RequestDefaults;
import io.downlink.contracts.json.ExactJson;
import io.downlink.contracts.topics.Topics;
import io.downlink.testsupport.Kafka;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Stands where the gateway stands: answers each valid direct method with its own payload. */
final class AnsweringGateway implements AutoCloseable {
    private static final Clock CLOCK = Clock.systemUTC();

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final KafkaProducer<byte[], byte[]> producer;
    private final CountDownLatch listening = new CountDownLatch(1);
    private final Queue<String> payloads = new ConcurrentLinkedQueue<>();
    private final CompletableFuture<Void> answering;

    private AnsweringGateway(Kafka kafka) {
        Map<String, Object> config = Map.of("bootstrap.servers", kafka.bootstrapServers());
        consumer = new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        producer = new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
        answering = CompletableFuture.runAsync(this::answer, command -> new Thread(command, "gateway").start());
    }

    /** It hears what is written from now on. */
    static AnsweringGateway start(Kafka kafka) throws InterruptedException {
        AnsweringGateway gateway = new AnsweringGateway(kafka);
        gateway.listening.await();
        return gateway;
    }

    /** The payloads of the requests that were answered. */
    List<String> requests() {
        return List.copyOf(payloads);
    }

    @Override
    public void close() {
        consumer.wakeup();
        answering.join();
        producer.close();
    }

    private void answer() {
        try (consumer) {
            List<TopicPartition> partitions = consumer.partitionsFor(Topics.COMMANDS).stream()
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToEnd(partitions);
            partitions.forEach(consumer::position); // the end is looked up only when somebody asks for it
            listening.countDown();
            while (true) {
                consumer.poll(Duration.ofMillis(100)).forEach(this::answer);
            }
        } catch (WakeupException _) {
            // closed
        }
    }

    private void answer(ConsumerRecord<byte[], byte[]> record) {
        if (new CommandReader(RequestDefaults.STANDARD).read(record) instanceof Accepted accepted
                && accepted.request() instanceof DirectMethod method) {
            payloads.add(ExactJson.text(method.method().payload()));
            var _ = producer.send(new CommandEventWriter(Topics.COMMAND_EVENTS, "/test", Integer.MAX_VALUE)
                    .write(new Completed(
                            About.of(accepted.meta(), method, CLOCK.instant(), 1),
                            200,
                            method.method().payload(),
                            new Timing(0, 0, 0))));
        }
    }
}
