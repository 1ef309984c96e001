package io.downlink.collector.world;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.downlink.contracts.feedback.Feedback;
import io.downlink.contracts.feedback.FeedbackReader;
import io.downlink.contracts.topics.Topics;
import io.downlink.testsupport.Kafka;
import io.downlink.testsupport.TopicReader;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Downstream: reads {@code downlink.feedback}. */
public final class Told implements AutoCloseable {
    private final TopicReader feedback;

    public Told(Kafka kafka) {
        this.feedback = new TopicReader(kafka, Topics.FEEDBACK);
    }

    /** Waits for so much feedback about a device, and gives it in its order. */
    public List<Feedback> ofDevice(String deviceId, int number) {
        return read(feedback.await(number, record -> isAbout(record, deviceId)));
    }

    /** Waits for so many messages of a device that are told as lost, however often each. */
    public List<Feedback> lost(String deviceId, int number) {
        return read(feedback.await(number, record -> isAbout(record, deviceId) && isLost(record)));
    }

    /** The event ids of what is there about a device now. */
    public List<String> eventIds(String deviceId) {
        return feedback.matching(record -> isAbout(record, deviceId)).stream()
                .map(record -> new String(record.headers().lastHeader("ce_id").value(), UTF_8))
                .toList();
    }

    private static boolean isAbout(ConsumerRecord<byte[], byte[]> record, String deviceId) {
        return deviceId.equals(new String(record.key(), UTF_8));
    }

    private static boolean isLost(ConsumerRecord<byte[], byte[]> record) {
        return FeedbackReader.read(record.value())
                .filter(Feedback.Lost.class::isInstance)
                .isPresent();
    }

    private static List<Feedback> read(List<ConsumerRecord<byte[], byte[]>> records) {
        return records.stream()
                .map(record -> FeedbackReader.read(record.value()).orElseThrow())
                .toList();
    }

    @Override
    public void close() {
        feedback.close();
    }
}
