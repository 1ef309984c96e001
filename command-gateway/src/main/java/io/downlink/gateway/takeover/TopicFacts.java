package io.downlink.gateway.takeover;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/** What the brokers know of topics. Each question blocks until it is answered. */
public final class TopicFacts {
    private final Admin admin;
    private final String group;

    /**
     * @param admin stays the caller's to close
     * @param group the gateway's consumer group
     */
    public TopicFacts(Admin admin, String group) {
        this.admin = admin;
        this.group = group;
    }

    /**
     * A topic as it is now.
     *
     * @param id what a topic of that name has that no other one before or after it has
     */
    record Topic(String id, int partitions) {}

    Topic topic(String name) {
        TopicDescription topic = await(Objects.requireNonNull(
                admin.describeTopics(List.of(name)).topicNameValues().get(name)));
        return new Topic(topic.topicId().toString(), topic.partitions().size());
    }

    /** @return empty where the group has committed none, or that is forgotten */
    OptionalLong committed(TopicPartition partition) {
        OffsetAndMetadata committed = await(
                        admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata())
                .get(partition);
        return committed == null ? OptionalLong.empty() : OptionalLong.of(committed.offset());
    }

    /** The first record that is kept. */
    long begin(TopicPartition partition) {
        return offset(partition, OffsetSpec.earliest());
    }

    /** Where the next record will stand. Open transactions do not hide what is behind them. */
    long end(TopicPartition partition) {
        return offset(partition, OffsetSpec.latest());
    }

    /** The first record of that time or a later one; empty where there is none. */
    OptionalLong firstSince(TopicPartition partition, Instant time) {
        long offset = offset(partition, OffsetSpec.forTimestamp(time.toEpochMilli()));
        return offset < 0 ? OptionalLong.empty() : OptionalLong.of(offset);
    }

    private long offset(TopicPartition partition, OffsetSpec which) {
        return await(admin.listOffsets(Map.of(partition, which)).partitionResult(partition))
                .offset();
    }

    private static <T> T await(KafkaFuture<T> answer) {
        try {
            return answer.get();
        } catch (ExecutionException e) {
            throw new CompletionException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CompletionException(e);
        }
    }
}
