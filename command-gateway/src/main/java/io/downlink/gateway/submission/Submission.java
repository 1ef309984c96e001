package io.downlink.gateway.submission;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.downlink.contracts.cloudevents.Opening.Opened;
import io.downlink.contracts.cloudevents.RecordOpener;
import io.downlink.contracts.commands.CommandReader;
import io.downlink.contracts.commands.ReadResult;
import io.downlink.contracts.topics.Topics;
import io.smallrye.mutiny.Uni;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.record.TimestampType;

/** Writes requests to {@code downlink.commands} that did not come from there. */
public final class Submission {
    /** In place of a device id that cannot be read: the reader then tells so, and everything else that is wrong. */
    private static final String NO_DEVICE = "-";

    private final CommandReader reader;
    private final Function<ProducerRecord<byte[], byte[]>, Uni<RecordMetadata>> topic;
    private final Clock clock;

    /** @param topic writes one record: ends when Kafka has acknowledged it, fails if it was not taken */
    public Submission(
            CommandReader reader, Function<ProducerRecord<byte[], byte[]>, Uni<RecordMetadata>> topic, Clock clock) {
        this.reader = reader;
        this.topic = topic;
        this.clock = clock;
    }

    /**
     * Writes a request if it is a valid one, with its device id as the key.
     *
     * @param request as it would stand on the topic
     * @param headers of the record: its content type, attributes of a CloudEvent, a trace
     * @return what the gateway will read there; ends when Kafka has the request, fails if Kafka did not take it
     */
    public Uni<ReadResult> submit(byte[] request, Headers headers) {
        Instant now = clock.instant();
        byte[] key = deviceId(record(0, 0, now, new byte[0], request, headers)).getBytes(UTF_8);
        ReadResult read = reader.read(record(0, 0, now, key, request, headers));
        return switch (read) {
            case ReadResult.Accepted _ ->
                topic.apply(new ProducerRecord<>(Topics.COMMANDS, null, now.toEpochMilli(), key, request, headers))
                        // Its place is the command's name where it has no other.
                        .map(place ->
                                reader.read(record(place.partition(), place.offset(), now, key, request, headers)));
            case ReadResult.Refused _, ReadResult.Unreadable _ ->
                Uni.createFrom().item(read);
        };
    }

    private static String deviceId(ConsumerRecord<byte[], byte[]> record) {
        String written = RecordOpener.open(record) instanceof Opened opened
                ? opened.data().path("deviceId").asText()
                : "";
        return written.isEmpty() ? NO_DEVICE : written;
    }

    private static ConsumerRecord<byte[], byte[]> record(
            int partition, long offset, Instant time, byte[] key, byte[] request, Headers headers) {
        return new ConsumerRecord<>(
                Topics.COMMANDS,
                partition,
                offset,
                time.toEpochMilli(),
                TimestampType.CREATE_TIME,
                key.length,
                request.length,
                key,
                request,
                headers,
                Optional.empty());
    }
}
