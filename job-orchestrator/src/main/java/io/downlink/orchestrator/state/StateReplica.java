package io.downlink.orchestrator.state;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.downlink.contracts.topics.Topics;
import io.downlink.orchestrator.life.Job;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jboss.logging.Logger;

/**
 * What {@code downlink.job-state} says of every job, read along while another replica works: taking over needs only what
 * was written in the last moment.
 */
public final class StateReplica implements AutoCloseable {
    private static final Logger LOGGER = Logger.getLogger(StateReplica.class);
    private static final List<TopicPartition> STATE = List.of(new TopicPartition(Topics.JOB_STATE, 0));
    private static final Duration POLL = Duration.ofMillis(200);
    private static final long READ_EVERY_MILLIS = 500;

    private final Consumer<byte[], byte[]> consumer;
    private final Map<String, Job> byKey = new HashMap<>();
    private final ScheduledExecutorService reading = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("job-state").factory());
    private boolean standsBy = true;

    /** @param consumer of committed records, from the beginning, in no group; this closes it */
    public StateReplica(Consumer<byte[], byte[]> consumer) {
        this.consumer = consumer;
        consumer.assign(STATE);
        consumer.seekToBeginning(STATE);
    }

    /** Begins to read along. */
    public void start() {
        var _ = reading.scheduleWithFixedDelay(this::readAlong, 0, READ_EVERY_MILLIS, TimeUnit.MILLISECONDS);
    }

    /**
     * Reads along from the beginning: what was written meanwhile, and removed since, leaves no trace in the rest. Does nothing
     * once this is closed: a consumer gives its partition up when it ends, too.
     */
    public synchronized void standBy() {
        if (reading.isShutdown()) {
            return;
        }
        byKey.clear();
        consumer.seekToBeginning(STATE);
        standsBy = true;
    }

    /**
     * Blocks until all is read that was there when this was called, and reads no further.
     *
     * @throws org.apache.kafka.common.KafkaException if Kafka does not answer within the client's own time-outs, or this is
     *     closed meanwhile
     */
    public synchronized Collection<Job> takeOver() {
        TopicPartition state = STATE.getFirst();
        long end = consumer.endOffsets(STATE).getOrDefault(state, 0L);
        long known = consumer.position(state);
        while (consumer.position(state) < end) {
            apply(consumer.poll(POLL));
        }
        standsBy = false;
        LOGGER.infof("job state read jobs=%d knownBelow=%d end=%d", byKey.size(), known, end);
        return List.copyOf(byKey.values());
    }

    private synchronized void readAlong() {
        if (standsBy) {
            try {
                apply(consumer.poll(POLL));
            } catch (WakeupException _) {
                LOGGER.debug("job state is not read along any more"); // closed meanwhile
            } catch (RuntimeException e) {
                LOGGER.warnf("job state is not read along, it is tried again reason=%s", e);
            }
        }
    }

    private void apply(ConsumerRecords<byte[], byte[]> records) {
        records.forEach(record -> apply(record, byKey));
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

    @Override
    public void close() {
        reading.shutdown();
        consumer.wakeup(); // whoever reads holds the lock, and may never come to the end
        synchronized (this) {
            standsBy = false;
            consumer.close();
        }
    }
}
