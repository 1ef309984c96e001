package io.downlink.localstack.campaign;

import io.downlink.contracts.topics.Topics;
import io.downlink.localstack.verdict.Asked;
import io.downlink.localstack.verdict.InHand;
import io.downlink.localstack.verdict.Noted;
import io.downlink.localstack.verdict.Told;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.IsolationLevel;

/** Reads what stands on the topics of commands, events and log from their beginning, past the gateway and its group. */
final class RawTopics implements AutoCloseable {
    private static final List<String> TOPICS = List.of(Topics.COMMANDS, Topics.COMMAND_EVENTS, Topics.COMMAND_LOG);

    private final List<Asked> asked = new ArrayList<>();
    private final List<Told> told = new ArrayList<>();
    private final List<Noted> noted = new ArrayList<>();

    private final TopicFollower follower;

    private RawTopics(String bootstrapServers) {
        this.follower = new TopicFollower(bootstrapServers, TOPICS, IsolationLevel.READ_UNCOMMITTED, this::add);
    }

    /** Goes on reading, on a thread of its own, until it is closed. */
    static RawTopics following(String bootstrapServers) {
        RawTopics topics = new RawTopics(bootstrapServers);
        topics.follower.start();
        return topics;
    }

    /** Reads everything that stands there now. */
    static RawTopics toTheEnd(String bootstrapServers) {
        RawTopics topics = new RawTopics(bootstrapServers);
        topics.follower.readToTheEnd();
        return topics;
    }

    synchronized List<Asked> asked() {
        return List.copyOf(asked);
    }

    synchronized List<Told> told() {
        return List.copyOf(told);
    }

    /** What stood between mark and outcome at that time, as far as has been read. */
    synchronized InHand inHand(Instant at) {
        return InHand.at(at, noted, told);
    }

    /** Whether a command was told of after that time. */
    synchronized boolean hasToldSince(Instant at) {
        return !told.isEmpty()
                && told.stream()
                        .skip(Math.max(0, told.size() - 200))
                        .anyMatch(event -> event.at().isAfter(at));
    }

    @Override
    public void close() {
        follower.close();
    }

    private synchronized void add(ConsumerRecord<byte[], byte[]> record) {
        Instant at = Instant.ofEpochMilli(record.timestamp());
        switch (record.topic()) {
            case Topics.COMMANDS ->
                Asked.read(record.topic(), record.partition(), record.offset(), record.value())
                        .ifPresent(asked::add);
            case Topics.COMMAND_EVENTS ->
                Told.read(record.partition(), record.value(), at).ifPresent(told::add);
            default -> Noted.read(record.partition(), record.value(), at).ifPresent(noted::add);
        }
    }
}
