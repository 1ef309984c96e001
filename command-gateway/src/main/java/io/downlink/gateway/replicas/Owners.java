package io.downlink.gateway.replicas;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.downlink.contracts.topics.Topics;
import io.downlink.gateway.intake.Partitioning;
import io.smallrye.mutiny.Uni;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/**
 * Who owns which partition of the commands, as the owners say themselves: beside each offset that a replica commits
 * stands its address. Kafka takes offsets of a partition from its owner alone, and whoever takes one over commits at once.
 *
 * <p>An address may be an earlier owner's, for as long as a partition is on its way from one to the other: who is asked
 * has to know whether the partition is his. Safe for use by many threads; nothing blocks.
 */
public final class Owners {
    /** Shorter than a partition takes to move, and longer than a page takes to ask for all of its commands. */
    private static final Duration KNOWN_FOR = Duration.ofSeconds(2);

    private final Partitioning partitioning;
    private final Shared<Map<Integer, URI>> addresses;

    /**
     * @param admin stays the caller's to close
     * @param group the gateway's consumer group
     * @param partitioning learns how many partitions there are: a replica that stands by has taken over none
     */
    public Owners(Admin admin, String group, Partitioning partitioning, Clock clock) {
        this.partitioning = partitioning;
        Uni<Map<Integer, URI>> asked = Uni.combine()
                .all()
                .unis(topic(admin), offsets(admin, group))
                .with((topic, offsets) -> {
                    partitioning.over(topic.partitions().size());
                    return addresses(offsets);
                });
        this.addresses = new Shared<>(asked, KNOWN_FOR, clock);
    }

    /**
     * @return where the owner of the device's partition is asked; empty where it has told none. Fails where Kafka does not
     *     answer
     */
    public Uni<Optional<URI>> of(String deviceId) {
        return addresses.answer().map(known -> {
            OptionalInt partition = partitioning.of(deviceId.getBytes(UTF_8));
            return partition.isPresent() ? Optional.ofNullable(known.get(partition.getAsInt())) : Optional.empty();
        });
    }

    private static Uni<TopicDescription> topic(Admin admin) {
        return asked(() -> Objects.requireNonNull(
                admin.describeTopics(List.of(Topics.COMMANDS)).topicNameValues().get(Topics.COMMANDS)));
    }

    private static Uni<Map<TopicPartition, OffsetAndMetadata>> offsets(Admin admin, String group) {
        return asked(() -> admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
    }

    private static Map<Integer, URI> addresses(Map<TopicPartition, OffsetAndMetadata> offsets) {
        Map<Integer, URI> addresses = new HashMap<>();
        offsets.forEach((partition, offset) -> {
            if (partition.topic().equals(Topics.COMMANDS) && offset != null) { // null where none is committed
                OwnAddress.read(offset.metadata()).ifPresent(url -> addresses.put(partition.partition(), url));
            }
        });
        return addresses;
    }

    private static <T> Uni<T> asked(Supplier<KafkaFuture<T>> question) {
        return Uni.createFrom().completionStage(() -> question.get().toCompletionStage());
    }
}
