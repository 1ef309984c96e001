package io.downlink.service.topics;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/**
 * Writes records in transactions of the one process whose producer was the last to be initialised with its transactional
 * id: Kafka refuses the commits of every earlier one, and its records.
 *
 * <p>What is written while Kafka is asked goes to it together the next time, so that independent work waits for one
 * answer, and not for each other's.
 */
public final class TransactionalRecords {
    private final Producer<byte[], byte[]> producer;
    private final Executor threads;
    private final Consumer<Throwable> onBroken;

    private final Queue<Written> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger looking = new AtomicInteger();
    private volatile boolean usable = true;
    /** Whether a transaction is. Of whoever looks. */
    private boolean open;

    /**
     * @param producer transactional and initialised; this closes it
     * @param threads where to wait for Kafka, and to go on when it has answered
     * @param onBroken what to do, once, when records cannot be written: none can be from then on
     */
    public TransactionalRecords(Producer<byte[], byte[]> producer, Executor threads, Consumer<Throwable> onBroken) {
        this.producer = producer;
        this.threads = threads;
        this.onBroken = onBroken;
    }

    /**
     * Writes records, all of them or none, and commits them with all that was appended before.
     *
     * @param records made when their turn comes: they may depend on everything written before
     * @return ends when they are committed; fails with {@link NotWrittenException}, after which they may be there all the
     *     same
     */
    public Uni<Void> write(Supplier<List<ProducerRecord<byte[], byte[]>>> records) {
        return inTurn(records, true);
    }

    /**
     * Writes records into a transaction that stays open until the next {@link #write} or {@link #commit}, which has to
     * come within the transaction's timeout. It costs a request, where a commit costs several and time between them.
     *
     * @param records made when their turn comes: they may depend on everything written before
     * @return ends when Kafka has acknowledged them: who initialises a producer with the same transactional id later, and
     *     reads what is <em>not</em> committed too, finds them; fails as {@link #write}
     */
    public Uni<Void> append(Supplier<List<ProducerRecord<byte[], byte[]>>> records) {
        return inTurn(records, false);
    }

    /** Ends the transaction, if one is open. */
    public Uni<Void> commit() {
        return write(List::of);
    }

    private Uni<Void> inTurn(Supplier<List<ProducerRecord<byte[], byte[]>>> records, boolean commits) {
        return Uni.createFrom().emitter(emitter -> {
            waiting.add(new Written(records, commits, emitter));
            if (looking.getAndIncrement() == 0) {
                threads.execute(this::writeAll);
            }
        });
    }

    /** What is not committed yet is not committed any more. */
    public void close() {
        usable = false;
        producer.close(Duration.ZERO);
    }

    /** One thread at a time writes; who comes meanwhile only asks it to look once more. */
    private void writeAll() {
        int answered = 1;
        do {
            List<Written> batch = new ArrayList<>();
            for (Written next = waiting.poll(); next != null; next = waiting.poll()) {
                batch.add(next);
            }
            if (!batch.isEmpty()) {
                write(batch);
            }
            answered = looking.addAndGet(-answered);
        } while (answered > 0);
    }

    private void write(List<Written> batch) {
        try {
            if (!usable) {
                throw new IllegalStateException("the transactions are closed");
            }
            List<Future<RecordMetadata>> sent = send(batch);
            if (batch.stream().noneMatch(Written::commits)) {
                awaitAcknowledged(sent);
            } else if (open) {
                producer.commitTransaction(); // it tells how the records went, too
                open = false;
            }
        } catch (Throwable e) { // an Error too: all that is written later would wait for ever
            boolean broke = usable;
            usable = false;
            goOn(batch, emitter -> emitter.fail(new NotWrittenException(e)));
            if (broke) {
                onBroken.accept(e);
            }
            return;
        }
        goOn(batch, emitter -> emitter.complete(null));
    }

    private List<Future<RecordMetadata>> send(List<Written> batch) {
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        for (Written written : batch) {
            for (ProducerRecord<byte[], byte[]> record : written.records().get()) {
                if (!open) {
                    producer.beginTransaction();
                    open = true;
                }
                sent.add(producer.send(record));
            }
        }
        return sent;
    }

    private void awaitAcknowledged(List<Future<RecordMetadata>> sent) throws Throwable {
        producer.flush();
        for (Future<RecordMetadata> record : sent) {
            try {
                var _ = record.get();
            } catch (ExecutionException e) {
                throw e.getCause();
            }
        }
    }

    /** Elsewhere, so that what comes next need not wait. */
    private void goOn(List<Written> batch, Consumer<UniEmitter<? super Void>> tell) {
        threads.execute(() -> batch.forEach(written -> tell.accept(written.emitter())));
    }

    private record Written(
            Supplier<List<ProducerRecord<byte[], byte[]>>> records,
            boolean commits,
            UniEmitter<? super Void> emitter) {}

    /** Records are not known to be in Kafka. */
    public static final class NotWrittenException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NotWrittenException(Throwable cause) {
            super("not written to Kafka: " + cause.getMessage(), cause);
        }
    }
}
