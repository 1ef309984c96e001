package io.downlink.localstack.campaign;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.common.TopicPartition;

/** What Kafka knows of the gateway's consumer group. */
final class Group implements AutoCloseable {
    private static final String NAME = "downlink.command-gateway";
    private static final long ANSWERS_WITHIN_SECONDS = 5;

    private final Admin admin;

    Group(String bootstrapServers) {
        this.admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers));
    }

    /** The partitions that each replica has, by its name; empty while Kafka does not say. */
    private Optional<Map<String, Set<Integer>>> members() throws InterruptedException {
        try {
            ConsumerGroupDescription group = Objects.requireNonNull(admin.describeConsumerGroups(Set.of(NAME))
                            .describedGroups()
                            .get(NAME))
                    .get(ANSWERS_WITHIN_SECONDS, TimeUnit.SECONDS);
            return Optional.of(group.members().stream()
                    .collect(Collectors.toMap(
                            MemberDescription::clientId,
                            member -> member.assignment().topicPartitions().stream()
                                    .map(TopicPartition::partition)
                                    .collect(Collectors.toSet()),
                            (one, other) -> one.size() >= other.size() ? one : other)));
        } catch (ExecutionException | TimeoutException e) {
            return Optional.empty();
        }
    }

    /** Those of one replica; none where the group does not know it. */
    Set<Integer> partitionsOf(String replica) throws InterruptedException {
        return members()
                .flatMap(members -> Optional.ofNullable(members.get(replica)))
                .orElse(Set.of());
    }

    /** Whether Kafka says that the replica is no member any more. */
    boolean hasGivenUp(String replica) throws InterruptedException {
        return members().filter(members -> !members.containsKey(replica)).isPresent();
    }

    @Override
    public void close() {
        admin.close();
    }
}
