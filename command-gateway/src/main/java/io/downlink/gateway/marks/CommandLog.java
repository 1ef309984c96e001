package io.downlink.gateway.marks;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.downlink.contracts.topics.Topics;
import io.downlink.gateway.marks.LogEntry.Checkpoint;
import io.downlink.gateway.marks.LogEntry.LastPart;
import io.downlink.gateway.marks.LogEntry.LateCall;
import io.downlink.gateway.marks.LogEntry.Mark;
import io.downlink.gateway.marks.LogEntry.NotRun;
import io.downlink.gateway.marks.LogEntry.Parked;
import io.downlink.gateway.marks.LogEntry.Part;
import io.downlink.gateway.marks.LogEntry.Reserved;
import io.downlink.gateway.marks.LogEntry.Unparked;
import io.downlink.service.topics.TransactionalRecords;
import io.smallrye.mutiny.Uni;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * One partition of the command log, written by the one replica whose producer was the last to be initialised with the
 * partition's transactional id: Kafka refuses the records of every earlier one.
 *
 * <p>What Kafka has acknowledged counts, committed or not: a transaction lasts from one checkpoint to the next. It is
 * there for what Kafka makes of it: when a later owner's producer is initialised, the transaction of the one before is
 * over, and nothing of that one can come behind what the later owner reads.
 */
public final class CommandLog {
    private final TransactionalRecords records;
    private final int partition;
    private final Map<Long, Mark> open = new ConcurrentHashMap<>();

    /**
     * @param producer transactional and initialised; this closes it
     * @param marks what an earlier owner left open
     * @param threads where to wait for Kafka, and to go on when it has answered
     * @param onBroken what to do, once, when an entry cannot be written: nothing can be from then on
     */
    public CommandLog(
            Producer<byte[], byte[]> producer,
            int partition,
            Collection<Mark> marks,
            Executor threads,
            Consumer<Throwable> onBroken) {
        this.records = new TransactionalRecords(producer, threads, onBroken);
        this.partition = partition;
        marks.forEach(mark -> open.put(mark.offset(), mark));
    }

    /**
     * Appends an entry.
     *
     * @return ends when no later owner of the partition can miss the entry; fails with
     *     {@link TransactionalRecords.NotWrittenException}, after which it may stand in the log all the same
     */
    public Uni<Void> append(LogEntry entry) {
        return records.append(() -> records(entry));
    }

    /**
     * Appends a checkpoint, and commits it with all that stands before it.
     *
     * @param checkpoint made when its turn comes: it knows of every entry before it
     * @return ends when that is committed; fails as {@link #append}
     */
    public Uni<Void> checkpoint(Supplier<Checkpoint> checkpoint) {
        return records.write(() -> records(checkpoint.get()));
    }

    /** Commits what was appended, without which Kafka would end the transaction in the end, and shut this owner out. */
    public Uni<Void> commit() {
        return records.commit();
    }

    /** The calls that may be open: marked, and neither finished since nor known not to have run. */
    public List<Mark> open() {
        return List.copyOf(open.values());
    }

    /** Its outcome is told: the mark has done its service. */
    public void finished(long offset) {
        open.remove(offset);
    }

    /** What is on its way may arrive or not. */
    public void close() {
        records.close();
    }

    private List<ProducerRecord<byte[], byte[]>> records(LogEntry entry) {
        List<LogEntry> parts = entry instanceof Checkpoint checkpoint ? CheckpointParts.of(checkpoint) : List.of(entry);
        return parts.stream().map(this::record).toList();
    }

    private ProducerRecord<byte[], byte[]> record(LogEntry entry) {
        byte @Nullable [] key = switch (entry) {
            case Mark mark -> {
                open.put(mark.offset(), mark);
                yield mark.deviceId().getBytes(UTF_8);
            }
            case NotRun notRun -> {
                open.remove(notRun.offset());
                yield notRun.deviceId().getBytes(UTF_8);
            }
            case Reserved _, Parked _, Unparked _, LateCall _, Checkpoint _, Part _, LastPart _ -> null;
        };
        return new ProducerRecord<>(Topics.COMMAND_LOG, partition, key, LogEntryJson.write(entry));
    }
}
