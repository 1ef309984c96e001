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

/**
 * Asks for jobs, steadily, until it is closed: of both kinds, now and later, some tried again where they failed, and one that
 * recurs each minute; takes some back, and the recurring one at its end.
 */
final class JobsTraffic implements AutoCloseable {
    /** While Kafka is down they wait here, and come in their order. */
    private static final Duration KAFKA_TAKES_THEM_WITHIN = Duration.ofMinutes(5);

    private static final String ALL = "deviceId >= 'd' AND deviceId < 'e'";
    private static final String SOME = "deviceId IN ['door-1','door-2','door-3']";

    private final Producer<byte[], byte[]> producer;
    private final JobsCampaignSettings settings;
    private final SplittableRandom random;
    private final Clock clock;
    private final Thread thread = new Thread(this::write, "traffic");
    private int written;

    private JobsTraffic(Producer<byte[], byte[]> producer, JobsCampaignSettings settings, Clock clock) {
        this.producer = producer;
        this.settings = settings;
        this.random = new SplittableRandom(settings.seed());
        this.clock = clock;
    }

    static JobsTraffic start(String bootstrapServers, JobsCampaignSettings settings, Clock clock) {
        Map<String, Object> config = Map.of(
                "bootstrap.servers",
                bootstrapServers,
                "delivery.timeout.ms",
                Math.toIntExact(KAFKA_TAKES_THEM_WITHIN.toMillis()),
                "max.block.ms",
                KAFKA_TAKES_THEM_WITHIN.toMillis());
        JobsTraffic traffic = new JobsTraffic(
                new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer()), settings, clock);
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
        send(takingBack(eachMinute()));
        producer.close();
    }

    private void write() {
        try {
            send(eachMinute());
            while (true) {
                ObjectNode job = next();
                send(job);
                if (random.nextInt(8) == 0) {
                    send(takingBack(job));
                }
                Thread.sleep(settings.interval());
            }
        } catch (InterruptedException | InterruptException e) {
            // closed; what was not handed over was never asked for
        }
    }

    private void send(ObjectNode request) {
        String jobId = request.path("jobId").textValue();
        var _ = producer.send(new ProducerRecord<>(
                Topics.JOBS, jobId.getBytes(UTF_8), request.toString().getBytes(UTF_8)));
    }

    private static ObjectNode takingBack(ObjectNode job) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("type", "cancel")
                .put("jobId", job.path("jobId").textValue());
    }

    private ObjectNode eachMinute() {
        ObjectNode job = JsonNodeFactory.instance
                .objectNode()
                .put("type", "schedule")
                .put("jobId", "j-%d-each-minute".formatted(settings.seed()))
                .put("queryCondition", SOME)
                .put("deviceOutcomes", "all")
                .put("retryFailed", 1);
        job.putObject("recurrence").put("cron", "* * * * *");
        job.putObject("action").put("type", "direct-method").putObject("method").put("name", "LockDoor");
        return job;
    }

    /** Over all devices, which is more than a page of outcomes, or over a few. */
    private ObjectNode next() {
        String id = "j-%d-%d".formatted(settings.seed(), written++);
        ObjectNode job =
                JsonNodeFactory.instance.objectNode().put("type", "schedule").put("jobId", id);
        job.put("queryCondition", random.nextInt(3) == 0 ? ALL : SOME);
        job.put("deviceOutcomes", List.of("all", "all", "failed", "none").get(random.nextInt(4)));
        if (random.nextInt(4) == 0) {
            job.put("retryFailed", 1 + random.nextInt(2));
        }
        if (random.nextInt(5) == 0) {
            job.put(
                    "startTime",
                    clock.instant().plusSeconds(2 + random.nextInt(10)).toString());
        }
        ObjectNode action = job.putObject("action");
        if (random.nextInt(4) == 0) {
            action.put("type", "update-twin").putObject("tags").put("job", id);
        } else {
            action.put("type", "direct-method").putObject("method").put("name", "LockDoor");
        }
        return job;
    }
}
