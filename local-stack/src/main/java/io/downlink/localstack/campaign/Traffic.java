package io.downlink.localstack.campaign;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.downlink.contracts.topics.Topics;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Writes commands to all devices, steadily, until it is closed: methods and messages, with both deliveries. */
final class Traffic implements AutoCloseable {
    /** While Kafka is down they wait here, and come in their order. */
    private static final Duration KAFKA_TAKES_THEM_WITHIN = Duration.ofMinutes(5);

    private static final int ATTEMPTS_MAX = 20;

    private final Producer<byte[], byte[]> producer;
    private final List<String> devices;
    private final long seed;
    private final SplittableRandom random;
    private final Duration interval;
    private final Clock clock;
    private final Thread thread = new Thread(this::write, "traffic");
    private int written;

    private Traffic(Producer<byte[], byte[]> producer, List<String> devices, CampaignSettings settings, Clock clock) {
        this.producer = producer;
        this.devices = devices;
        this.seed = settings.seed();
        this.random = new SplittableRandom(seed);
        this.interval = Duration.ofSeconds(1).dividedBy(settings.commandsPerSecond());
        this.clock = clock;
    }

    static Traffic start(String bootstrapServers, List<String> devices, CampaignSettings settings, Clock clock) {
        Map<String, Object> config = Map.of(
                "bootstrap.servers",
                bootstrapServers,
                "delivery.timeout.ms",
                Math.toIntExact(KAFKA_TAKES_THEM_WITHIN.toMillis()),
                "max.block.ms",
                KAFKA_TAKES_THEM_WITHIN.toMillis());
        Traffic traffic = new Traffic(
                new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer()),
                devices,
                settings,
                clock);
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
                ObjectNode command = next();
                send(command);
                if (random.nextInt(30) == 0) {
                    send(takingBack(command));
                }
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

    private static ObjectNode takingBack(ObjectNode command) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("type", "cancel")
                .put("deviceId", command.path("deviceId").textValue())
                .put("commandId", command.path("commandId").textValue());
    }

    /** Most are methods that must not be repeated; some of each kind wait for their device, or have little time. */
    private ObjectNode next() {
        ObjectNode command = JsonNodeFactory.instance.objectNode();
        String id = "c-%d-%d".formatted(seed, written++);
        command.put("commandId", id).put("deviceId", devices.get(random.nextInt(devices.size())));
        int kind = random.nextInt(100);
        if (kind < 88) {
            command.put("type", "direct-method");
            command.putObject("method")
                    .put("name", "setValue")
                    .putObject("payload")
                    .put("commandId", id);
            command.put("whenOffline", random.nextInt(3) == 0 ? "fail" : "wait");
            command.put("delivery", kind < 66 ? "at-most-once" : "at-least-once");
        } else {
            command.put("type", "cloud-to-device");
            command.putObject("message").put("bodyText", id);
            command.put("delivery", kind < 98 ? "at-least-once" : "at-most-once");
        }
        command.put("attemptsMax", random.nextInt(4) == 0 ? 1 : ATTEMPTS_MAX);
        command.put("priority", random.nextInt(4) == 0 ? "bulk" : "interactive");
        if (random.nextInt(25) == 0) {
            command.put(
                    "deadline",
                    clock.instant().plusSeconds(1 + random.nextInt(10)).toString());
        }
        if (random.nextInt(100) == 0) {
            command.put("deadlin", "PT1S"); // must not be carried out
        }
        return command;
    }
}
