package io.downlink.localstack.campaign;

import io.downlink.contracts.topics.Topics;
import io.downlink.localstack.verdict.JobEvidence.Asked;
import io.downlink.localstack.verdict.JobEvidence.Told;
import io.downlink.localstack.verdict.JobEvidence.ToldOutcome;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.IsolationLevel;

/** What stands on the topics of jobs, past the orchestrator and its group. */
final class JobsTopics implements AutoCloseable {
    private static final List<String> TOPICS = List.of(Topics.JOBS, Topics.JOB_EVENTS, Topics.DEVICE_JOBS);

    private final List<Asked> asked = new ArrayList<>();
    private final List<Told> told = new ArrayList<>();
    private final List<ToldOutcome> outcomes = new ArrayList<>();
    private final TopicFollower follower;

    private JobsTopics(String bootstrapServers) {
        this.follower = new TopicFollower(bootstrapServers, TOPICS, IsolationLevel.READ_COMMITTED, this::add);
    }

    /** Goes on reading, on a thread of its own, until it is closed. */
    static JobsTopics following(String bootstrapServers) {
        JobsTopics topics = new JobsTopics(bootstrapServers);
        topics.follower.start();
        return topics;
    }

    /** Reads everything that stands there now. */
    static JobsTopics toTheEnd(String bootstrapServers) {
        JobsTopics topics = new JobsTopics(bootstrapServers);
        topics.follower.readToTheEnd();
        return topics;
    }

    synchronized List<Asked> asked() {
        return List.copyOf(asked);
    }

    synchronized List<Told> told() {
        return List.copyOf(told);
    }

    synchronized List<ToldOutcome> outcomes() {
        return List.copyOf(outcomes);
    }

    /** How many jobs were told as ended. */
    synchronized long ended() {
        return told.stream().filter(Told::isFinal).map(Told::jobId).distinct().count();
    }

    /** How many jobs are still to end: those that were asked for, run and tried again, as far as they are told of. */
    synchronized int open() {
        Set<String> open = new HashSet<>();
        asked.forEach(job -> open.add(job.jobId()));
        told.forEach(event -> {
            open.add(event.jobId());
            open.addAll(event.kin().followedBy());
        });
        told.stream().filter(Told::isFinal).map(Told::jobId).forEach(open::remove);
        return open.size();
    }

    private synchronized void add(ConsumerRecord<byte[], byte[]> record) {
        switch (record.topic()) {
            case Topics.JOBS -> Asked.read(record.value()).ifPresent(asked::add);
            case Topics.JOB_EVENTS -> told.add(Told.read(record.value()));
            default -> outcomes.add(ToldOutcome.read(record.value()));
        }
    }

    @Override
    public void close() {
        follower.close();
    }
}
