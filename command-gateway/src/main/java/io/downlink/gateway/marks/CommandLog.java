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
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * One partition of the command log, written by the one replica whose producer was the last to be initialised with the
 * partition's transactional id: Kafka refuses the commits of every earlier one.
 *
 * <p>What is appended while a transaction is on its way goes into the next one together, so that commands of many devices
 * wait for one commit, and not for each other's.
 */
public final class CommandLog {
    private final Producer<byte[], byte[]> producer;
    private final int partition;
    private final Executor threads;
    private final Consumer<Throwable> onBroken;

    private final Queue<Appended> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger looking = new AtomicInteger();
    private final Map<Long, Mark> open = new ConcurrentHashMap<>();
    private volatile boolean usable = true;

    /**
     * @param producer transactional and initialised; this closes it
     * @param marks what an earlier owner left open
     * @param threads where to wait for Kafka, and to go on after a commit
     * @param onBroken what to do, once, when an entry cannot be committed: nothing can be from then on
     */
    public CommandLog(
            Producer<byte[], byte[]> producer,
            int partition,
            Collection<Mark> marks,
            Executor threads,
            Consumer<Throwable> onBroken) {
        this.producer = producer;
        this.partition = partition;
        this.threads = threads;
        this.onBroken = onBroken;
        marks.forEach(mark -> open.put(mark.offset(), mark));
    }

    /**
     * Appends an entry.
     *
     * @return ends when the entry is committed, and no later owner of the partition can miss it; fails with
     *     {@link NotCommittedException}, after which it may stand in the log all the same
     */
    public Uni<Void> append(LogEntry entry) {
        return append(() -> entry);
    }

    /** As {@link #append(LogEntry)}, but made when its turn comes: it knows of every entry before it. */
    public Uni<Void> append(Supplier<? extends LogEntry> entry) {
        return Uni.createFrom().emitter(emitter -> {
            waiting.add(new Appended(entry, emitter));
            if (looking.getAndIncrement() == 0) {
                threads.execute(this::write);
            }
        });
    }

    /** The calls that may be open: marked, and neither finished since nor known not to have run. */
    public List<Mark> open() {
        return List.copyOf(open.values());
    }

    /** Its outcome is told: the mark has done its service. */
    public void finished(long offset) {
        open.remove(offset);
    }

    /** What is not committed yet is not committed any more. */
    public void close() {
        usable = false;
        producer.close(Duration.ZERO);
    }

    /** One thread at a time writes; who comes meanwhile only asks it to look once more. */
    private void write() {
        int answered = 1;
        do {
            List<Appended> batch = new ArrayList<>();
            for (Appended next = waiting.poll(); next != null; next = waiting.poll()) {
                batch.add(next);
            }
            if (!batch.isEmpty()) {
                commit(batch);
            }
            answered = looking.addAndGet(-answered);
        } while (answered > 0);
    }

    private void commit(List<Appended> batch) {
        try {
            if (!usable) {
                throw new IllegalStateException("the log of partition %d is closed".formatted(partition));
            }
            producer.beginTransaction();
            for (Appended appended : batch) {
                for (LogEntry part : parts(appended.entry().get())) {
                    var _ = producer.send(record(part)); // the commit tells how it went
                }
            }
            producer.commitTransaction();
        } catch (RuntimeException e) {
            boolean broke = usable;
            usable = false;
            goOn(batch, emitter -> emitter.fail(new NotCommittedException(e)));
            if (broke) {
                onBroken.accept(e);
            }
            return;
        }
        goOn(batch, emitter -> emitter.complete(null));
    }

    /** Elsewhere, so that the next transaction need not wait. */
    private void goOn(List<Appended> batch, Consumer<UniEmitter<? super Void>> tell) {
        threads.execute(() -> batch.forEach(appended -> tell.accept(appended.emitter())));
    }

    private static List<LogEntry> parts(LogEntry entry) {
        return entry instanceof Checkpoint checkpoint ? CheckpointParts.of(checkpoint) : List.of(entry);
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

    private record Appended(Supplier<? extends LogEntry> entry, UniEmitter<? super Void> emitter) {}

    /** An entry is not known to be committed. */
    public static final class NotCommittedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NotCommittedException(Throwable cause) {
            super("not committed to the command log: " + cause.getMessage(), cause);
        }
    }
}
