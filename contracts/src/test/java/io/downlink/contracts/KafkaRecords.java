package io.downlink.contracts;

import static io.downlink.contracts.JsonTexts.utf8;

import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;

/** Records as a consumer gets them, all of one time. */
public final class KafkaRecords {
    public static final Instant RECORD_TIME = Instant.parse("2026-12-01T09:00:00Z");

    private KafkaRecords() {}

    /** Headers of names and values in turn. */
    public static Headers headers(String... namesAndValues) {
        Headers headers = new RecordHeaders();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            headers.add(namesAndValues[i], utf8(namesAndValues[i + 1]));
        }
        return headers;
    }

    @SuppressWarnings("NullAway") // kafka-clients says nowhere that key and value may be null; they may
    public static ConsumerRecord<byte[], byte[]> record(
            String topic, int partition, long offset, @Nullable String key, byte @Nullable [] value, Headers headers) {
        return new ConsumerRecord<>(
                topic,
                partition,
                offset,
                RECORD_TIME.toEpochMilli(),
                TimestampType.CREATE_TIME,
                -1,
                -1,
                key == null ? null : utf8(key),
                value,
                headers,
                Optional.empty());
    }
}
