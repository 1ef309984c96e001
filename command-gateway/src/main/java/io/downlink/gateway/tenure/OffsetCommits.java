package io.downlink.gateway.tenure;

import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.kafka.IncomingKafkaRecord;
import io.smallrye.reactive.messaging.kafka.KafkaConsumer;
import io.smallrye.reactive.messaging.kafka.commit.KafkaCommitHandler;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.jboss.logging.Logger;

/**
 * Tells Kafka what is finished: of each partition the offset below which everything is, when it is taken over, once in an
 * interval, when it goes, and at the end. A commit that fails is repeated in the next interval. For a partition that was lost
 * nothing is committed: it has another owner.
 *
 * <p>Each record is bound to the {@link Tenure} in which it was read: its {@link Claim} stands in the message's metadata.
 */
public final class OffsetCommits implements KafkaCommitHandler {
    private static final Logger LOGGER = Logger.getLogger(OffsetCommits.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final KafkaConsumer<?, ?> consumer;
    private final Tenures tenures;
    private final Duration drain;
    private final Supplier<String> metadata;
    private final Runnable beforeTheEnd;
    private final AtomicBoolean committing = new AtomicBoolean();

    /**
     * @param drain how long open calls are awaited when partitions go; polling waits as long
     * @param metadata stands beside each offset, for the other replicas to read: they know by it whose a partition is
     * @param beforeTheEnd called once, when the consumer is about to close
     */
    public OffsetCommits(
            KafkaConsumer<?, ?> consumer,
            Tenures tenures,
            Duration drain,
            Supplier<String> metadata,
            Runnable beforeTheEnd) {
        this.consumer = consumer;
        this.tenures = tenures;
        this.drain = drain;
        this.metadata = metadata;
        this.beforeTheEnd = beforeTheEnd;
    }

    /** A record that was read before its partition went is dropped: whoever has the partition now reads it. */
    @Override
    public <K, V> Uni<IncomingKafkaRecord<K, V>> received(IncomingKafkaRecord<K, V> record) {
        Tenure tenure = tenures.of(partitionOf(record));
        if (tenure == null || !tenure.covers(record.getConsumerGroupGenerationId())) {
            return Uni.createFrom().nullItem();
        }
        record.injectMetadata(new Claim(tenure, record.getOffset()));
        return Uni.createFrom().item(record);
    }

    @Override
    public <K, V> Uni<Void> handle(IncomingKafkaRecord<K, V> record) {
        record.getMetadata(Claim.class).ifPresent(Claim::acknowledged);
        return Uni.createFrom().voidItem();
    }

    @Override
    public void partitionsAssigned(Collection<TopicPartition> partitions) {
        tenures.begin(partitions, generation());
    }

    /** Also called for partitions that are lost: SmallRye does not tell the two apart, but Kafka does when it is asked. */
    @Override
    public void partitionsRevoked(Collection<TopicPartition> partitions) {
        if (isMember(partitions)) {
            tenures.letGo(partitions, drain);
            commitNow(due(partitions));
        }
        tenures.end(partitions);
    }

    /**
     * Whether the group still counts on this member: only then does it take offsets. The consumer's own generation says
     * nothing of it, for it stays what it was.
     */
    private boolean isMember(Collection<TopicPartition> partitions) {
        Map<TopicPartition, OffsetAndMetadata> known = offsets(partitions, Tenure::position);
        if (known.isEmpty()) {
            return false; // not taken over yet, so there is nothing to let go
        }
        try {
            consumer.unwrap().commitSync(known, PATIENCE);
            return true;
        } catch (RebalanceInProgressException e) {
            return true;
        } catch (KafkaException e) {
            LOGGER.warnf("partitions are lost, their work is dropped partitions=%s reason=%s", partitions, e);
            return false;
        }
    }

    /**
     * Whether the group counts on this replica for all that it holds, which is asked of the group. Blocks, on the polling
     * thread. Who holds nothing is in order.
     */
    public boolean isMember() {
        Collection<TopicPartition> all = tenures.partitions();
        return offsets(all, Tenure::position).isEmpty() || isMember(all);
    }

    /** Tells Kafka what is due, unless the answer to the time before is still awaited. */
    public void commitDue() {
        Map<TopicPartition, OffsetAndMetadata> due = due(tenures.partitions());
        if (due.isEmpty() || !committing.compareAndSet(false, true)) {
            return;
        }
        consumer.commitAsync(due)
                .onTermination()
                .invoke(() -> committing.set(false))
                .subscribe()
                .with(_ -> committed(due), OffsetCommits::notCommitted);
    }

    @Override
    public void terminate(boolean graceful) {
        beforeTheEnd.run();
        Collection<TopicPartition> partitions = tenures.partitions();
        tenures.letGo(partitions, Duration.ZERO); // open calls were awaited by whoever stops the gateway
        try {
            consumer.runOnPollingThread(_ -> {
                        commitNow(due(partitions));
                    })
                    .await()
                    .atMost(PATIENCE.multipliedBy(2));
        } catch (RuntimeException e) {
            notCommitted(e);
        }
        tenures.end(partitions);
    }

    /** On the polling thread. */
    private void commitNow(Map<TopicPartition, OffsetAndMetadata> due) {
        if (due.isEmpty()) {
            return;
        }
        try {
            consumer.unwrap().commitSync(due, PATIENCE);
            committed(due);
        } catch (KafkaException e) {
            notCommitted(e);
        }
    }

    private Map<TopicPartition, OffsetAndMetadata> due(Collection<TopicPartition> partitions) {
        return offsets(partitions, Tenure::due);
    }

    private Map<TopicPartition, OffsetAndMetadata> offsets(
            Collection<TopicPartition> partitions, Function<Tenure, OptionalLong> which) {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        for (TopicPartition partition : partitions) {
            Tenure tenure = tenures.of(partition);
            if (tenure != null) {
                which.apply(tenure)
                        .ifPresent(offset -> offsets.put(partition, new OffsetAndMetadata(offset, metadata.get())));
            }
        }
        return offsets;
    }

    private void committed(Map<TopicPartition, OffsetAndMetadata> offsets) {
        offsets.forEach((partition, offset) -> {
            Tenure tenure = tenures.of(partition);
            if (tenure != null) {
                tenure.committed(offset.offset());
            }
        });
    }

    private static void notCommitted(Throwable failure) {
        if (failure instanceof RebalanceInProgressException) {
            LOGGER.debugf("offsets are committed later reason=%s", failure);
        } else {
            LOGGER.warnf("offsets are not committed reason=%s", failure);
        }
    }

    private int generation() {
        return consumer.unwrap().groupMetadata().generationId();
    }

    private static TopicPartition partitionOf(IncomingKafkaRecord<?, ?> record) {
        return new TopicPartition(record.getTopic(), record.getPartition());
    }
}
