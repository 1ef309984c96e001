package io.downlink.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Follows topics, a line for each record.
 *
 * @param wanted which records get a line
 * @param text the line of a record
 * @param recordsMax after how many lines it ends
 */
record Following(
        Predicate<ConsumerRecord<byte[], byte[]>> wanted,
        Function<ConsumerRecord<byte[], byte[]>, String> text,
        long recordsMax) {
    private static final Duration POLL = Duration.ofMillis(500);

    /** @param fromBeginning whether to begin with the oldest records that are still there, or with what comes now */
    void follow(
            Consumer<byte[], byte[]> consumer,
            List<TopicPartition> partitions,
            boolean fromBeginning,
            PrintWriter out) {
        consumer.assign(partitions);
        if (fromBeginning) {
            consumer.seekToBeginning(partitions);
        } else {
            consumer.seekToEnd(partitions);
        }
        for (long printed = 0; printed < recordsMax && !out.checkError(); ) { // a closed pipe ends it, as with head
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                if (wanted.test(record) && printed < recordsMax) {
                    out.println(text.apply(record));
                    printed++;
                }
            }
        }
    }
}
