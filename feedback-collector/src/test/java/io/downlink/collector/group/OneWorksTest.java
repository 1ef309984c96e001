package io.downlink.collector.group;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.Assignment;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.GroupSubscription;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.Subscription;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class OneWorksTest {
    private static final String TOPIC = "events";
    private static final TopicPartition[] ALL = {
        new TopicPartition(TOPIC, 0), new TopicPartition(TOPIC, 1), new TopicPartition(TOPIC, 2)
    };

    private final Map<String, Subscription> members = new HashMap<>();

    @Test
    void shouldGiveAllToOneMember() {
        // given
        joins("a");
        joins("b");
        // when
        Map<String, List<TopicPartition>> assigned = assign();
        // then
        assertThat(assigned.values()).containsExactlyInAnyOrder(List.of(ALL), List.of());
    }

    @Test
    void shouldLeaveThemWithWhomeverHasThem() {
        // given
        has("b", 4, ALL);
        joins("a");
        joins("c");
        // then
        assertThat(assign()).containsEntry("b", List.of(ALL)).containsEntry("a", List.of());
    }

    @Test
    void shouldGiveNewPartitionsToWhoeverHasTheOthers() {
        // given
        has("b", 4, ALL[0]);
        joins("c");
        // then
        assertThat(assign()).containsEntry("b", List.of(ALL));
    }

    @Test
    void shouldGiveThemToAnotherWhenTheOneIsGone() {
        // given
        joins("a");
        // then
        assertThat(assign()).containsEntry("a", List.of(ALL));
    }

    @Test
    void shouldNotBelieveWhoeverWasCutOffAndComesBack() {
        // given
        has("c", 4, ALL);
        has("b", 5, ALL);
        // then
        assertThat(assign()).containsEntry("b", List.of(ALL)).containsEntry("c", List.of());
    }

    private void joins(String member) {
        has(member, -1);
    }

    private void has(String member, int generation, TopicPartition... partitions) {
        members.put(
                member,
                new Subscription(
                        List.of(TOPIC), ByteBuffer.allocate(0), List.of(partitions), generation, Optional.empty()));
    }

    private Map<String, List<TopicPartition>> assign() {
        Map<String, List<TopicPartition>> assigned = new HashMap<>();
        Map<String, Assignment> assignments =
                new OneWorks().assign(cluster(), new GroupSubscription(members)).groupAssignment();
        assignments.forEach((member, assignment) -> assigned.put(member, assignment.partitions()));
        return assigned;
    }

    private static Cluster cluster() {
        Node node = new Node(1, "127.0.0.1", 9092);
        List<PartitionInfo> partitions = IntStream.range(0, ALL.length)
                .mapToObj(number -> new PartitionInfo(TOPIC, number, node, new Node[] {node}, new Node[] {node}))
                .toList();
        return new Cluster("cluster", Arrays.asList(node), partitions, Set.of(), Set.of());
    }
}
