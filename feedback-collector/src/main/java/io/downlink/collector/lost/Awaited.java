package io.downlink.collector.lost;

import io.downlink.contracts.feedback.Feedback.Lost;
import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.common.TopicPartition;

/**
 * A message that the hub took, and whose end it is to tell.
 *
 * @param partition of the event that says so
 * @param offset of that event
 * @param recordTime of that event
 * @param due until when its outcome had to come: its expiry plus the life of feedback
 */
record Awaited(Message message, TopicPartition partition, long offset, Instant recordTime, Instant due) {
    /** Feedback may be told before the event that its message was sent. */
    static final Duration FEEDBACK_AHEAD = Duration.ofMinutes(10);

    /** From when on its outcome may be told. */
    Instant toldFrom() {
        return recordTime.minus(FEEDBACK_AHEAD);
    }

    /** Or else it is the outcome of an earlier message of the same id. */
    boolean mayBeToldAt(Instant time) {
        return !time.isBefore(toldFrom());
    }

    Lost lost() {
        return new Lost(message.hub(), message.deviceId(), message.id(), due);
    }

    /**
     * Which message.
     *
     * @param hub its configured name
     */
    record Message(String hub, String deviceId, String id) {}
}
