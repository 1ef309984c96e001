package io.downlink.contracts.commands;

import static io.downlink.contracts.JsonTexts.utf8;

import io.downlink.contracts.KafkaRecords;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** Records on the commands topic, all at one place and one time. */
final class Records {
    static final CommandReader READER = new CommandReader(RequestDefaults.STANDARD);

    private Records() {}

    static ConsumerRecord<byte[], byte[]> record(@Nullable String key, byte @Nullable [] value, String... headers) {
        return record(key, value, KafkaRecords.headers(headers));
    }

    static ConsumerRecord<byte[], byte[]> record(@Nullable String key, byte @Nullable [] value, Headers headers) {
        return KafkaRecords.record("downlink.commands", 3, 17, key, value, headers);
    }

    /** Reads a request for pump-17, as plain JSON. */
    static ReadResult read(String json, String... headers) {
        return READER.read(record("pump-17", utf8(json), headers));
    }
}
