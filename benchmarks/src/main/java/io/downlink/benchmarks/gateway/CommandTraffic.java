package io.downlink.benchmarks.gateway;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.downlink.benchmarks.Outcome;
import io.downlink.benchmarks.Pause;
import io.downlink.benchmarks.Report;
import io.downlink.contracts.commands.CommandEventWriter;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Writes commands to one topic and learns from another what became of each: from Kafka record to Kafka record. */
final class CommandTraffic implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final String COMMAND_ID = "\"commandId\":\"";
    private static final String REASON = "\"reason\":\"";
    private static final String HUB_MS = "\"hubMs\":";

    private final String commandsTopic;
    private final KafkaProducer<byte[], byte[]> producer;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Map<String, Promise<Outcome>> underWay = new ConcurrentHashMap<>();
    private final Map<String, LongAdder> refusals = new ConcurrentSkipListMap<>();
    private final CountDownLatch read = new CountDownLatch(1);
    private volatile boolean going = true;

    private CommandTraffic(String bootstrapServers, String commandsTopic) {
        this.commandsTopic = commandsTopic;
        this.producer = new KafkaProducer<>(
                // a command goes at once, or with those that come while the ones before it are on their way
                Map.of(
                        "bootstrap.servers", bootstrapServers,
                        "linger.ms", 0,
                        "max.in.flight.requests.per.connection", 1),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        this.consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers, "fetch.max.wait.ms", 500),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    /** Reads the events from now on. */
    static CommandTraffic open(String bootstrapServers, String commandsTopic, String eventsTopic) {
        CommandTraffic traffic = new CommandTraffic(bootstrapServers, commandsTopic);
        List<TopicPartition> partitions = traffic.consumer.partitionsFor(eventsTopic).stream()
                .map(partition -> new TopicPartition(eventsTopic, partition.partition()))
                .toList();
        traffic.consumer.assign(partitions);
        traffic.consumer.seekToEnd(partitions);
        partitions.forEach(traffic.consumer::position); // it seeks only when it has to
        Thread.ofPlatform().name("events").daemon().start(traffic::read);
        return traffic;
    }

    /** Writes a command; done when its final event is read. */
    Future<Outcome> send(Asked asked) {
        Promise<Outcome> outcome = Promise.promise();
        underWay.put(asked.commandId(), outcome);
        var _ = producer.send(
                new ProducerRecord<>(
                        commandsTopic,
                        asked.partition(),
                        asked.deviceId().getBytes(UTF_8),
                        asked.json().getBytes(UTF_8)),
                (_, failure) -> {
                    if (failure != null) {
                        end(asked.commandId(), Outcome.of(false));
                    }
                });
        return outcome.future();
    }

    @Override
    public void close() {
        going = false;
        Pause.until(() -> read.getCount() == 0, PATIENCE);
        producer.close();
    }

    private void read() {
        try (consumer) {
            while (going) {
                consumer.poll(POLL).forEach(this::take);
            }
        } finally {
            read.countDown();
        }
    }

    private void take(ConsumerRecord<byte[], byte[]> event) {
        Header type = event.headers().lastHeader("ce_type");
        String name = new String(type.value(), ISO_8859_1).substring(CommandEventWriter.TYPE_PREFIX.length());
        String json = new String(event.value(), ISO_8859_1);
        switch (name) {
            case "completed" -> end(idIn(json), new Outcome(json.contains("\"status\":200"), hubMicrosIn(json)));
            case "parked", "conflict", "cancel-refused" -> {} // not final
            default -> {
                refusals.computeIfAbsent(name + textAfter(REASON, json), _ -> new LongAdder())
                        .increment();
                end(idIn(json), Outcome.of(false));
            }
        }
    }

    /** How the commands ended that were not completed: each way with its number. */
    void tell(Report report) {
        if (!refusals.isEmpty()) {
            report.say("Not completed, and why: " + refusals);
        }
    }

    private void end(String commandId, Outcome outcome) {
        Promise<Outcome> ended = underWay.remove(commandId);
        if (ended != null) {
            ended.complete(outcome);
        }
    }

    private static String idIn(String json) {
        return textAfter(COMMAND_ID, json).strip();
    }

    /** The text that begins there and ends with the next quote, after a space; empty if it does not begin. */
    private static String textAfter(String beginning, String json) {
        int at = json.indexOf(beginning);
        int begin = at + beginning.length();
        return at < 0 ? "" : " " + json.substring(begin, json.indexOf('"', begin));
    }

    private static long hubMicrosIn(String json) {
        int begin = json.indexOf(HUB_MS);
        if (begin < 0) {
            return 0;
        }
        int end = begin + HUB_MS.length();
        while ("0123456789.eE-".indexOf(json.charAt(end)) >= 0) {
            end++;
        }
        return Math.round(Double.parseDouble(json.substring(begin + HUB_MS.length(), end)) * 1_000);
    }
}
