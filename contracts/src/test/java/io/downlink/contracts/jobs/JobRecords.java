package io.downlink.contracts.jobs;

import static io.downlink.contracts.JsonTexts.utf8;

import io.downlink.contracts.KafkaRecords;
import io.downlink.contracts.methods.MethodTimeouts;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Records on the jobs topic, all at one place and one time, and valid requests about lock-43. */
final class JobRecords {
    static final String METHOD = """
            {"type": "schedule", "jobId": "lock-43", "queryCondition": "*",
             "action": {"type": "direct-method", "method": {"name": "LockDoor"}}}""";
    static final String TWIN = """
            {"type": "schedule", "jobId": "lock-43", "queryCondition": "*",
             "action": {"type": "update-twin", "tags": {"Floor": "3"}}}""";
    static final String CANCEL = """
            {"type": "cancel", "jobId": "lock-43"}""";

    static final JobReader READER = new JobReader(MethodTimeouts.STANDARD, JobChecks.NONE);

    private JobRecords() {}

    static ConsumerRecord<byte[], byte[]> record(@Nullable String key, byte @Nullable [] value, String... headers) {
        return KafkaRecords.record("downlink.jobs", 0, 5, key, value, KafkaRecords.headers(headers));
    }

    /** Reads a request about lock-43, as plain JSON. */
    static JobReadResult read(String json, String... headers) {
        return READER.read(record("lock-43", utf8(json), headers));
    }
}
