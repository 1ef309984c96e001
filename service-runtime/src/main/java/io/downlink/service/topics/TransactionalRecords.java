package io.downlink.service.topics;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Writes records in transactions of the one process whose producer was the last to be initialised with its transactional
 * id: Kafka refuses the commits of every earlier one.
 *
 * <p>What is written while a transaction is on its way goes into the next one together, so that independent work waits
 * for one commit, and not for each other's.
 */
public final class TransactionalRecords {
    private final Producer<byte[], byte[]> producer;
    private final Executor threads;
    private final Consumer<Throwable> onBroken;

    private final Queue<Written> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger looking = new AtomicInteger();
    private volatile boolean usable = true;

    /**
     * @param producer transactional and initialised; this closes it
     * @param threads where to wait for Kafka, and to go on after a commit
     * @param onBroken what to do, once, when a transaction cannot be committed: none can be from then on
     */
    public TransactionalRecords(Producer<byte[], byte[]> producer, Executor threads, Consumer<Throwable> onBroken) {
        this.producer = producer;
        this.threads = threads;
        this.onBroken = onBroken;
    }

    /**
     * Writes records, all of them or none.
     *
     * @param records made when their turn comes: they may depend on everything written before
     * @return ends when they are committed; fails with {@link NotCommittedException}, after which they may be there all
     *     the same
     */
    public Uni<Void> write(Supplier<List<ProducerRecord<byte[], byte[]>>> records) {
        return Uni.createFrom().emitter(emitter -> {
            waiting.add(new Written(records, emitter));
            if (looking.getAndIncrement() == 0) {
                threads.execute(this::commitAll);
            }
        });
    }

    /** What is not committed yet is not committed any more. */
    public void close() {
        usable = false;
        producer.close(Duration.ZERO);
    }

    /** One thread at a time commits; who comes meanwhile only asks it to look once more. */
    private void commitAll() {
        int answered = 1;
        do {
            List<Written> batch = new ArrayList<>();
            for (Written next = waiting.poll(); next != null; next = waiting.poll()) {
                batch.add(next);
            }
            if (!batch.isEmpty()) {
                commit(batch);
            }
            answered = looking.addAndGet(-answered);
        } while (answered > 0);
    }

    private void commit(List<Written> batch) {
        try {
            if (!usable) {
                throw new IllegalStateException("the transactions are closed");
            }
            producer.beginTransaction();
            for (Written written : batch) {
                for (ProducerRecord<byte[], byte[]> record : written.records().get()) {
                    var _ = producer.send(record); // the commit tells how it went
                }
            }
            producer.commitTransaction();
        } catch (Throwable e) { // an Error too: all that is written later would wait for ever
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
    private void goOn(List<Written> batch, Consumer<UniEmitter<? super Void>> tell) {
        threads.execute(() -> batch.forEach(written -> tell.accept(written.emitter())));
    }

    private record Written(Supplier<List<ProducerRecord<byte[], byte[]>>> records, UniEmitter<? super Void> emitter) {}

    /** Records are not known to be committed. */
    public static final class NotCommittedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NotCommittedException(Throwable cause) {
            super("not committed by Kafka: " + cause.getMessage(), cause);
        }
    }
}
