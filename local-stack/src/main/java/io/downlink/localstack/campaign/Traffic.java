package io.downlink.localstack.campaign;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.downlink.contracts.topics.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Writes requests, steadily, until it is closed. */
final class Traffic implements AutoCloseable {
    /** While Kafka is down they wait here, and come in their order. */
    private static final Duration KAFKA_TAKES_THEM_WITHIN = Duration.ofMinutes(5);

    private final Producer<byte[], byte[]> producer;
    private final Supplier<List<ObjectNode>> requests;
    private final Duration interval;
    private final Thread thread = new Thread(this::write, "traffic");

    private Traffic(Producer<byte[], byte[]> producer, Supplier<List<ObjectNode>> requests, Duration interval) {
        this.producer = producer;
        this.requests = requests;
        this.interval = interval;
    }

    /** @param requests what to write each time */
    static Traffic start(String bootstrapServers, Supplier<List<ObjectNode>> requests, CampaignSettings settings) {
        Map<String, Object> config = Map.of(
                "bootstrap.servers",
                bootstrapServers,
                "delivery.timeout.ms",
                Math.toIntExact(KAFKA_TAKES_THEM_WITHIN.toMillis()),
                "max.block.ms",
                KAFKA_TAKES_THEM_WITHIN.toMillis());
        Traffic traffic = new Traffic(
                new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer()),
                requests,
                Duration.ofSeconds(1).dividedBy(settings.commandsPerSecond()));
        traffic.thread.setDaemon(true);
        traffic.thread.start();
        return traffic;
    }

    /** Returns when Kafka has what was written. */
    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        producer.close();
    }

    private void write() {
        try {
            while (true) {
                requests.get().forEach(this::send);
                Thread.sleep(interval);
            }
        } catch (InterruptedException | InterruptException e) {
            // closed; what was not handed over was never asked for
        }
    }

    private void send(ObjectNode request) {
        String device = request.path("deviceId").textValue();
        var _ = producer.send(new ProducerRecord<>(
                Topics.COMMANDS, device.getBytes(UTF_8), request.toString().getBytes(UTF_8)));
    }
}
