package io.downlink.collector.lost;

import io.downlink.contracts.feedback.Feedback;
import java.time.Instant;
import java.util.Map;
import java.util.function.BiConsumer;
import org.apache.kafka.common.TopicPartition;

/** Reads all of {@code downlink.feedback} from a time on, whoever wrote it. Of one thread. */
interface FeedbackFollower extends AutoCloseable {

    /** Begins to read. */
    interface Opening {

        /**
         * @param time records of an earlier timestamp are not read
         * @throws org.apache.kafka.common.errors.RetriableException if Kafka does not answer
         */
        FeedbackFollower from(Instant time);
    }

    /** Gives what has arrived, without waiting, each with the timestamp of its record. */
    void poll(BiConsumer<Feedback, Instant> told);

    /**
     * Where the topic ends now.
     *
     * @throws org.apache.kafka.common.errors.RetriableException if Kafka does not answer
     */
    Map<TopicPartition, Long> ends();

    /** Whether it has been read up to there. */
    boolean hasRead(Map<TopicPartition, Long> ends);

    /**
     * Whether the topic has other partitions than those that are read: what is in them is read by another follower.
     *
     * @throws org.apache.kafka.common.errors.RetriableException if Kafka does not answer
     */
    boolean outgrown();

    @Override
    void close();
}
