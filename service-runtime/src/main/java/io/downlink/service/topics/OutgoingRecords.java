package io.downlink.service.topics;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.function.Function;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jboss.logging.Logger;

/**
 * Writes records to one channel, and does not give up.
 *
 * <p>Kafka's producer repeats by itself and keeps the order while it does; its {@code delivery.timeout.ms} is set so long
 * that what is repeated here is only what it could not take at all.
 */
public final class OutgoingRecords {
    private static final Logger LOGGER = Logger.getLogger(OutgoingRecords.class);
    private static final Duration PAUSE_FIRST = Duration.ofMillis(200);
    private static final Duration PAUSE_LONGEST = Duration.ofSeconds(10);

    private final Function<ProducerRecord<byte[], byte[]>, Uni<Void>> channel;

    /** @param channel tries once to write a record: ends when Kafka has acknowledged it, fails if it was not taken */
    public OutgoingRecords(Function<ProducerRecord<byte[], byte[]>, Uni<Void>> channel) {
        this.channel = channel;
    }

    /**
     * Writes a record, as often as it takes.
     *
     * @return ends when Kafka has acknowledged the record, on a thread of its producer; fails only with
     *     {@link RecordTooLargeException}, which no repetition would change
     */
    public Uni<Void> write(ProducerRecord<byte[], byte[]> record) {
        return write(record, channel);
    }

    /**
     * As {@link #write(ProducerRecord)}, where the channel tells something of the record that Kafka has taken.
     *
     * @param channel as that of the constructor
     */
    public static <T> Uni<T> write(
            ProducerRecord<byte[], byte[]> record, Function<ProducerRecord<byte[], byte[]>, Uni<T>> channel) {
        return Uni.createFrom()
                .deferred(() -> channel.apply(record))
                .onFailure(OutgoingRecords::mayPass)
                .recoverWithUni(failure -> writeAgain(record, channel, failure));
    }

    private static <T> Uni<T> writeAgain(
            ProducerRecord<byte[], byte[]> record,
            Function<ProducerRecord<byte[], byte[]>, Uni<T>> channel,
            Throwable first) {
        warn(record, first);
        return Uni.createFrom()
                .deferred(() -> channel.apply(record))
                .onFailure(OutgoingRecords::mayPass)
                .invoke(failure -> warn(record, failure))
                .onFailure(OutgoingRecords::mayPass)
                .retry()
                .withBackOff(PAUSE_FIRST, PAUSE_LONGEST)
                .indefinitely();
    }

    private static boolean mayPass(Throwable failure) {
        return !(failure instanceof RecordTooLargeException);
    }

    private static void warn(ProducerRecord<byte[], byte[]> record, Throwable failure) {
        LOGGER.warnf("record is not taken by Kafka, it is written again topic=%s reason=%s", record.topic(), failure);
    }
}
