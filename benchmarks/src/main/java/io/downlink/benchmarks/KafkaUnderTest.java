package io.downlink.benchmarks;

import io.downlink.contracts.topics.Service;
import io.downlink.contracts.topics.TopicAdmin;
import io.downlink.contracts.topics.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/**
 * A Kafka broker as a process of its own, with the topics of one service.
 *
 * @param directory what it keeps; deleted at the end
 */
public record KafkaUnderTest(MeasuredProcess process, String bootstrapServers, Path directory, Admin admin)
        implements AutoCloseable {
    private static final String READY = "ready ";
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int PARTITIONS = Topics.spec(Topics.COMMANDS).partitions();
    private static final String GATEWAYS = "downlink.command-gateway"; // their consumer group

    public static KafkaUnderTest start(Checkout checkout, Service service) {
        Path directory = checkout.scratch("kafka");
        List<String> command = Checkout.java(List.of("-Xmx512m"));
        command.addAll(List.of(
                "-cp",
                checkout.classPath("local-stack", "downlink-local-stack"),
                "io.downlink.localstack.kafka.KafkaBroker",
                directory.toString(),
                "0"));
        Path log = checkout.results().resolve("kafka.log");
        MeasuredProcess process = MeasuredProcess.start(command, log, READY);
        String servers = addressIn(log);
        KafkaUnderTest kafka =
                new KafkaUnderTest(process, servers, directory, Admin.create(Map.of("bootstrap.servers", servers)));
        new TopicAdmin(kafka.admin, PATIENCE).create(Topics.usedBy(service));
        return kafka;
    }

    /** Makes topics of as many partitions as the commands have. */
    public void create(List<String> names) {
        List<NewTopic> topics = names.stream()
                .map(name -> new NewTopic(name, PARTITIONS, (short) 1))
                .toList();
        answer(admin.createTopics(topics).all());
    }

    /** How many commands the gateways have not acknowledged. */
    public long lag() {
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        for (int i = 0; i < PARTITIONS; i++) {
            asked.put(new TopicPartition(Topics.COMMANDS, i), OffsetSpec.latest());
        }
        Map<TopicPartition, OffsetAndMetadata> committed =
                answer(admin.listConsumerGroupOffsets(GATEWAYS).partitionsToOffsetAndMetadata());
        long lag = 0;
        for (var end : answer(admin.listOffsets(asked).all()).entrySet()) {
            OffsetAndMetadata offset = committed.get(end.getKey());
            lag += end.getValue().offset() - (offset == null ? 0 : offset.offset());
        }
        return lag;
    }

    private static <T> T answer(KafkaFuture<T> future) {
        return future.toCompletionStage().toCompletableFuture().join();
    }

    @Override
    public void close() {
        admin.close();
        process.close();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String addressIn(Path log) {
        try {
            return Files.readAllLines(log).stream()
                    .filter(line -> line.startsWith(READY))
                    .map(line -> line.substring(READY.length()).strip())
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
