package io.downlink.localstack.campaign;

import io.downlink.contracts.topics.Topics;
import io.downlink.localstack.verdict.Identity;
import io.downlink.localstack.verdict.Outcome;
import io.downlink.localstack.verdict.Told;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.IsolationLevel;

/** What stands on the topics of events and feedback. */
final class FeedbackTopics implements AutoCloseable {
    private static final List<String> TOPICS = List.of(Topics.COMMAND_EVENTS, Topics.FEEDBACK);
    private static final String ENQUEUED = "enqueued";

    private final List<Told> told = new ArrayList<>();
    private final List<Outcome> outcomes = new ArrayList<>();
    private final Set<Identity> open = new HashSet<>();
    private final Set<Identity> ended = new HashSet<>();

    private final TopicFollower follower;

    private FeedbackTopics(String bootstrapServers) {
        this.follower = new TopicFollower(bootstrapServers, TOPICS, IsolationLevel.READ_COMMITTED, this::add);
    }

    /** Goes on reading, on a thread of its own, until it is closed. */
    static FeedbackTopics following(String bootstrapServers) {
        FeedbackTopics topics = new FeedbackTopics(bootstrapServers);
        topics.follower.start();
        return topics;
    }

    /** Everything that stands there now. */
    static FeedbackTopics toTheEnd(String bootstrapServers) {
        FeedbackTopics topics = new FeedbackTopics(bootstrapServers);
        topics.follower.readToTheEnd();
        return topics;
    }

    synchronized List<Told> told() {
        return List.copyOf(told);
    }

    synchronized List<Outcome> outcomes() {
        return List.copyOf(outcomes);
    }

    /** How many messages the hub has taken that no outcome is told of yet. */
    synchronized int open() {
        return open.size();
    }

    /** Whether an outcome was told after that time. */
    synchronized boolean hasToldSince(Instant at) {
        return !outcomes.isEmpty() && outcomes.getLast().at().isAfter(at);
    }

    @Override
    public void close() {
        follower.close();
    }

    private synchronized void add(ConsumerRecord<byte[], byte[]> record) {
        Instant at = Instant.ofEpochMilli(record.timestamp());
        if (record.topic().equals(Topics.FEEDBACK)) {
            Outcome.read(record.value(), at).ifPresent(this::add);
        } else {
            Told.read(record.partition(), record.value(), at).ifPresent(this::add);
        }
    }

    private void add(Outcome outcome) {
        outcomes.add(outcome);
        if (outcome.isReal()) { // the real one of what is told as lost may still come
            ended.add(outcome.message());
            open.remove(outcome.message());
        }
    }

    private void add(Told event) {
        told.add(event);
        Identity message = new Identity(event.deviceId(), event.commandId());
        if (event.event().equals(ENQUEUED) && !ended.contains(message)) {
            open.add(message);
        }
    }
}
