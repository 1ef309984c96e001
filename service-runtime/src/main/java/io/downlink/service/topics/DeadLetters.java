package io.downlink.service.topics;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.downlink.contracts.topics.Topics;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Keeps records that no device or command id can be read from on {@code downlink.dead-letters}: key, value and headers
 * unchanged, with SmallRye's {@code dead-letter-*} headers behind them.
 *
 * @see <a href="https://smallrye.io/smallrye-reactive-messaging/latest/kafka/receiving-kafka-records/">Receiving Kafka
 *     Records: dead-letter-queue</a>
 */
public final class DeadLetters {
    private static final Logger LOGGER = Logger.getLogger(DeadLetters.class);

    private final OutgoingRecords topic;
    private final Counter written;

    public DeadLetters(OutgoingRecords topic, MeterRegistry registry) {
        this.topic = topic;
        this.written = Counter.builder("downlink.dead.letters")
                .description("Records moved to downlink.dead-letters")
                .register(registry);
    }

    /**
     * Keeps a record.
     *
     * @param reason why: its message and the name of its class go into the headers
     * @return ends when Kafka has acknowledged it
     */
    public Uni<Void> keep(ConsumerRecord<byte[], byte[]> record, Throwable reason) {
        LOGGER.warnf(
                "record goes to the dead letters topic=%s partition=%d offset=%d reason=%s",
                record.topic(), record.partition(), record.offset(), reason.getMessage());
        return topic.write(letter(record, record.value(), reason, String.valueOf(reason.getMessage())))
                .onFailure(RecordTooLargeException.class)
                .recoverWithUni(() -> keepWithoutValue(record, reason))
                .invoke(() -> written.increment());
    }

    /** With the headers added it may be larger than a broker takes. Then at least its place is told. */
    private Uni<Void> keepWithoutValue(ConsumerRecord<byte[], byte[]> record, Throwable reason) {
        LOGGER.errorf(
                "record is too large for the dead letters, its value stays behind topic=%s partition=%d offset=%d",
                record.topic(), record.partition(), record.offset());
        return topic.write(
                letter(record, null, reason, reason.getMessage() + " (too large to be kept with its value)"));
    }

    private static ProducerRecord<byte[], byte[]> letter(
            ConsumerRecord<byte[], byte[]> record, byte @Nullable [] value, Throwable reason, String words) {
        RecordHeaders headers = new RecordHeaders(record.headers());
        headers.add("dead-letter-reason", words.getBytes(UTF_8));
        headers.add(
                "dead-letter-exception-class-name", reason.getClass().getName().getBytes(UTF_8));
        headers.add("dead-letter-topic", record.topic().getBytes(UTF_8));
        headers.add(
                "dead-letter-partition", Integer.toString(record.partition()).getBytes(UTF_8));
        headers.add("dead-letter-offset", Long.toString(record.offset()).getBytes(UTF_8));
        return new ProducerRecord<>(Topics.DEAD_LETTERS, null, record.key(), value, headers);
    }
}
