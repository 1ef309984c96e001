package io.downlink.orchestrator.state;

import io.downlink.contracts.jobs.JobId;
import io.downlink.orchestrator.life.Job;
import io.downlink.service.topics.OutgoingRecords;
import io.smallrye.mutiny.Uni;

/** Keeps where jobs stand on {@code downlink.job-state}. */
public final class StateTopic {
    private final OutgoingRecords topic;

    public StateTopic(OutgoingRecords topic) {
        this.topic = topic;
    }

    /** @return ends when Kafka has acknowledged it */
    public Uni<Void> write(Job job) {
        return topic.write(StateWriter.write(job));
    }

    /**
     * Forgets a job.
     *
     * @return ends when Kafka has acknowledged it
     */
    public Uni<Void> forget(JobId id) {
        return topic.write(StateWriter.tombstone(id));
    }
}
