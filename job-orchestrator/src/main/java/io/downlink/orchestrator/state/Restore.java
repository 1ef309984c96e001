package io.downlink.orchestrator.state;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.downlink.contracts.topics.Topics;
import io.downlink.orchestrator.life.Job;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jboss.logging.Logger;

/** Reads {@code downlink.job-state} to its end: the latest state of every job. */
public final class Restore {
    private static final Logger LOGGER = Logger.getLogger(Restore.class);
    private static final TopicPartition STATE = new TopicPartition(Topics.JOB_STATE, 0);
    private static final Duration POLL = Duration.ofMillis(200);

    private final Map<String, Object> kafka;

    /** @param kafka the configuration of a Kafka client */
    public Restore(Map<String, Object> kafka) {
        this.kafka = new HashMap<>(kafka);
        this.kafka.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        this.kafka.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        this.kafka.remove(ConsumerConfig.GROUP_ID_CONFIG);
    }

    /**
     * Blocks until all is read that was there when this was called.
     *
     * @throws org.apache.kafka.common.KafkaException if Kafka does not answer within the client's own time-outs
     */
    public List<Job> read() {
        Map<String, Job> byKey = new HashMap<>();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(kafka, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(STATE));
            consumer.seekToBeginning(List.of(STATE));
            long end = consumer.endOffsets(List.of(STATE)).getOrDefault(STATE, 0L);
            while (consumer.position(STATE) < end) {
                consumer.poll(POLL).forEach(record -> apply(record, byKey));
            }
            LOGGER.infof("job state read jobs=%d offset=%d", byKey.size(), end);
        }
        return new ArrayList<>(byKey.values());
    }

    static void apply(ConsumerRecord<byte[], byte[]> record, Map<String, Job> byKey) {
        String key = record.key() == null ? "" : new String(record.key(), UTF_8);
        if (record.value() == null) {
            byKey.remove(key);
            return;
        }
        Optional<Job> job = StateReader.read(record.value());
        if (job.isPresent()) {
            byKey.put(key, job.get());
        } else {
            byKey.remove(key); // where it stood before is not where it stands
            LOGGER.errorf(
                    "job state cannot be read by this version, the job is not carried on here key=%s offset=%d",
                    key, record.offset());
        }
    }
}
