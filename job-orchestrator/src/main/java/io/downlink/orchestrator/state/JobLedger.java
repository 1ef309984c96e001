package io.downlink.orchestrator.state;

import io.downlink.contracts.jobs.JobId;
import io.downlink.orchestrator.life.Job;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Where everything is written that is kept and told of jobs: where a job stands on {@code downlink.job-state}, and in the
 * same transaction all that is told because it stands there now.
 */
public final class JobLedger {
    private final Transactions transactions;

    public JobLedger(Transactions transactions) {
        this.transactions = transactions;
    }

    /** Writes to Kafka. */
    @FunctionalInterface
    public interface Transactions {
        /**
         * Writes records, all of them or none.
         *
         * @param holds asked when it is settled by which right they are written, and before they are
         * @return ends when Kafka has committed them; fails with {@link StandsByException} where this is not the replica
         *     that works, or that does not hold
         */
        Uni<Void> write(BooleanSupplier holds, List<ProducerRecord<byte[], byte[]>> records);
    }

    /**
     * Writes where jobs stand, and what is told of that.
     *
     * @param holds without which nothing is written, as in {@link Transactions}
     */
    public Uni<Void> write(BooleanSupplier holds, List<Job> jobs, List<ProducerRecord<byte[], byte[]>> told) {
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        jobs.stream().map(StateWriter::write).forEach(records::add);
        records.addAll(told);
        return transactions.write(holds, records);
    }

    /** Writes what is told although no job has moved. */
    public Uni<Void> tell(ProducerRecord<byte[], byte[]> told) {
        return transactions.write(() -> true, List.of(told));
    }

    /** Forgets a job. */
    public Uni<Void> forget(JobId id) {
        return transactions.write(() -> true, List.of(StateWriter.tombstone(id)));
    }
}
