package io.downlink.contracts.commands;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;

/** Records on the commands topic, all at one place and one time. */
final class Records {
    static final Instant RECORD_TIME = Instant.parse("2026-12-01T09:00:00Z");
    static final CommandReader READER = new CommandReader(RequestDefaults.STANDARD);

    private Records() {}

    static ConsumerRecord<byte[], byte[]> record(@Nullable String key, byte @Nullable [] value, String... headers) {
        Headers all = new RecordHeaders();
        for (int i = 0; i < headers.length; i += 2) {
            all.add(headers[i], utf8(headers[i + 1]));
        }
        return record(key, value, all);
    }

    @SuppressWarnings("NullAway") // kafka-clients says nowhere that key and value may be null; they may
    static ConsumerRecord<byte[], byte[]> record(@Nullable String key, byte @Nullable [] value, Headers headers) {
        return new ConsumerRecord<>(
                "downlink.commands",
                3,
                17,
                RECORD_TIME.toEpochMilli(),
                TimestampType.CREATE_TIME,
                -1,
                -1,
                key == null ? null : utf8(key),
                value,
                headers,
                Optional.empty());
    }

    /** Reads a request for pump-17, as plain JSON. */
    static ReadResult read(String json, String... headers) {
        return READER.read(record("pump-17", utf8(json), headers));
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
