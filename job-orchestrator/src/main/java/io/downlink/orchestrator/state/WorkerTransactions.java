package io.downlink.orchestrator.state;

import io.downlink.service.topics.TransactionalRecords;
import io.downlink.service.topics.TransactionalRecords.NotWrittenException;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.record.AbstractRecords;
import org.apache.kafka.common.record.CompressionType;
import org.apache.kafka.common.record.RecordBatch;
import org.jspecify.annotations.Nullable;

/**
 * The transactions of the one replica that works. All replicas share a transactional id, so whoever opened them last has
 * shut out the others: one that was stopped for a while and goes on, believing that it still works, commits nothing.
 */
public final class WorkerTransactions {
    private final Supplier<Producer<byte[], byte[]>> producers;
    private final int recordBytesMax;
    private final Consumer<Throwable> onBroken;
    private final Executor threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("jobs-", 0).factory());
    private volatile @Nullable TransactionalRecords current;
    private volatile @Nullable Producer<byte[], byte[]> opening;

    /**
     * @param producers makes a producer with the transactional id that all replicas share
     * @param recordBytesMax how large a record the topics take
     * @param onBroken told why this replica cannot write any more
     */
    public WorkerTransactions(
            Supplier<Producer<byte[], byte[]>> producers, int recordBytesMax, Consumer<Throwable> onBroken) {
        this.producers = producers;
        this.recordBytesMax = recordBytesMax;
        this.onBroken = onBroken;
    }

    /**
     * Blocks until no other replica can commit anything, and what none has committed is gone; for as long as Kafka is away.
     *
     * @throws org.apache.kafka.common.KafkaException if this is closed meanwhile: then it shuts out nobody any more
     */
    public void open() {
        Producer<byte[], byte[]> producer = producers.get();
        opening = producer;
        try {
            producer.initTransactions();
        } catch (RuntimeException e) {
            producer.close(Duration.ZERO);
            throw e;
        } finally {
            opening = null;
        }
        current = new TransactionalRecords(producer, threads, onBroken);
    }

    /** From now on another replica works; or this one gives up opening them, which another thread does. */
    public void close() {
        TransactionalRecords last = current;
        current = null;
        if (last != null) {
            last.close();
        }
        Producer<byte[], byte[]> unopened = opening;
        if (unopened != null) {
            unopened.close(Duration.ZERO);
        }
    }

    /**
     * Writes records, all of them or none.
     *
     * @param holds asked only when it is settled which producer writes: what does not hold for the jobs that this replica
     *     took over with that producer comes from a time before, and is not written
     * @return ends when they are committed; fails with {@link StandsByException} where another replica works, where that
     *     does not hold, and where nobody knows whether they are; with {@link RecordTooLargeException} where one of them
     *     would break the transaction
     */
    public Uni<Void> write(BooleanSupplier holds, List<ProducerRecord<byte[], byte[]>> records) {
        return Uni.createFrom().deferred(() -> writeNow(holds, records));
    }

    private Uni<Void> writeNow(BooleanSupplier holds, List<ProducerRecord<byte[], byte[]>> records) {
        TransactionalRecords open = current;
        if (open == null || !holds.getAsBoolean()) {
            return Uni.createFrom().failure(StandsByException::new);
        }
        return records.stream().anyMatch(this::isTooLarge)
                ? Uni.createFrom().failure(() -> new RecordTooLargeException("larger than the topics of jobs take"))
                : open.write(() -> records)
                        .onFailure(NotWrittenException.class)
                        .transform(_ -> new StandsByException());
    }

    /** As the producer itself counts, which would give the whole transaction up. */
    private boolean isTooLarge(ProducerRecord<byte[], byte[]> record) {
        return AbstractRecords.estimateSizeInBytesUpperBound(
                        RecordBatch.CURRENT_MAGIC_VALUE,
                        CompressionType.NONE,
                        record.key(),
                        record.value(),
                        record.headers().toArray())
                > recordBytesMax;
    }
}
