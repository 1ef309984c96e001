package io.downlink.collector.group;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;

/**
 * Gives all partitions to one member of the group, and leaves them there while it lives: the others stand by.
 *
 * <p>Nothing ever goes from one living member to another, so a replica that joins or leaves disturbs the one that works
 * only if it is that one. A member that was cut off and still thinks that it works claims partitions of an older
 * generation than its successor does, and gets none.
 */
public final class OneWorks implements ConsumerPartitionAssignor {
    private static final int NONE = -1;

    /** Kafka makes it. */
    public OneWorks() {}

    @Override
    public String name() {
        return "downlink-one-works";
    }

    /** Cooperative: whoever works is not asked to stop when somebody else joins. */
    @Override
    public List<RebalanceProtocol> supportedProtocols() {
        return List.of(RebalanceProtocol.COOPERATIVE, RebalanceProtocol.EAGER);
    }

    @Override
    public GroupAssignment assign(Cluster cluster, GroupSubscription group) {
        Map<String, Subscription> members = group.groupSubscription();
        String worker = worker(members);
        Map<String, Assignment> assignments = new HashMap<>();
        members.forEach((member, subscription) -> assignments.put(
                member, new Assignment(member.equals(worker) ? all(cluster, subscription) : List.of())));
        return new GroupAssignment(assignments);
    }

    private static String worker(Map<String, Subscription> members) {
        return members.entrySet().stream()
                .max(Comparator.<Entry<String, Subscription>>comparingInt(member -> worksSince(member.getValue()))
                        .thenComparing(Entry::getKey))
                .orElseThrow()
                .getKey();
    }

    /** The generation in which it says that it works. */
    private static int worksSince(Subscription member) {
        return member.ownedPartitions().isEmpty() ? NONE : member.generationId().orElse(NONE);
    }

    private static List<TopicPartition> all(Cluster cluster, Subscription member) {
        return member.topics().stream()
                .flatMap(topic -> cluster.partitionsForTopic(topic).stream())
                .map((PartitionInfo partition) -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
    }
}
