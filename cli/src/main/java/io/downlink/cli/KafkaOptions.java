package io.downlink.cli;

import io.downlink.contracts.topics.TopicSpec;
import io.downlink.contracts.topics.Topics;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How to reach Kafka, as Kafka's own tools are told. */
final class KafkaOptions {
    /** Long enough for a cluster far away, short enough for somebody who waits. */
    private static final Duration ANSWERS_WITHIN = Duration.ofSeconds(5);

    @Option(
            names = "--bootstrap-server",
            paramLabel = "HOST:PORT",
            defaultValue = "${env:KAFKA_BOOTSTRAP_SERVERS:-localhost:9092}",
            description = "Kafka: ${DEFAULT-VALUE}. Or set KAFKA_BOOTSTRAP_SERVERS.")
    private String bootstrapServer = "localhost:9092";

    @Option(
            names = "--command-config",
            paramLabel = "FILE",
            description = "Properties for Kafka's clients, such as security.protocol.")
    private @Nullable Path commandConfig;

    Producer<byte[], byte[]> producer() {
        Map<String, Object> config = config();
        config.put("max.block.ms", ANSWERS_WITHIN.toMillis());
        config.put("linger.ms", 0);
        return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** Reads what is committed, in no group. */
    Consumer<byte[], byte[]> consumer() {
        Map<String, Object> config = config();
        config.put("isolation.level", "read_committed");
        config.put("enable.auto.commit", false);
        config.put("auto.offset.reset", "earliest");
        return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** The configuration of any of Kafka's clients. */
    Map<String, Object> config() {
        Map<String, Object> config = new HashMap<>();
        config.put("default.api.timeout.ms", (int) ANSWERS_WITHIN.toMillis());
        config.put("request.timeout.ms", (int) ANSWERS_WITHIN.toMillis());
        fromFile().forEach((key, value) -> config.put(key.toString(), value));
        config.put("bootstrap.servers", bootstrapServer);
        return config;
    }

    Duration timeout() {
        return ANSWERS_WITHIN;
    }

    /**
     * The partitions of a topic.
     *
     * @throws CliException if Kafka does not answer, or there is no such topic
     */
    List<TopicPartition> partitions(Consumer<?, ?> consumer, String topic) {
        List<PartitionInfo> partitions;
        try {
            partitions = consumer.partitionsFor(topic);
        } catch (TimeoutException e) {
            throw unreachable(e);
        }
        if (partitions == null || partitions.isEmpty()) {
            throw new CliException(
                    ExitStatus.KAFKA,
                    "topic %s does not exist at %s: %s".formatted(topic, bootstrapServer, remedy(topic)),
                    null);
        }
        return partitions.stream()
                .map(partition -> new TopicPartition(topic, partition.partition()))
                .toList();
    }

    private static String remedy(String topic) {
        List<String> names = Topics.all().stream().map(TopicSpec::name).toList();
        return names.contains(topic) ? "./downlink topics create" : "those of Downlink are " + String.join(", ", names);
    }

    CliException unreachable(Exception cause) {
        return new CliException(
                ExitStatus.KAFKA,
                "Kafka does not answer at %s within %d s: ./downlink up starts one, --bootstrap-server names another"
                        .formatted(bootstrapServer, ANSWERS_WITHIN.toSeconds()),
                cause);
    }

    private Properties fromFile() {
        Properties properties = new Properties();
        if (commandConfig != null) {
            try (Reader file = Files.newBufferedReader(commandConfig)) {
                properties.load(file);
            } catch (IOException e) {
                throw new CliException(
                        ExitStatus.USAGE, "--command-config %s cannot be read".formatted(commandConfig), e);
            }
        }
        return properties;
    }
}
