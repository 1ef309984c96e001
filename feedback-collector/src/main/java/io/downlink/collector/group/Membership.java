package io.downlink.collector.group;

import io.downlink.contracts.topics.Topics;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * This replica's place in the consumer group of the collectors, of which one works: it has all partitions of {@code
 * downlink.command-events}, and reads them.
 *
 * <p>A replica that ends leaves the group, and the next one works at once; one that dies or is cut off is given up after
 * {@code kafka.session.timeout.ms}. It may think for a while yet that it works: both receive then, each batch goes to
 * one of them, and what both publish has the same event id.
 *
 * <p>A consumer of its own and not a channel: which offset is committed is said by the work that is outstanding, not by
 * what was read.
 */
public final class Membership implements ConsumerRebalanceListener {
    private static final Logger LOGGER = Logger.getLogger(Membership.class);
    private static final String GROUP = "downlink.feedback-collector";
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration COMMIT_EVERY = Duration.ofSeconds(5);
    private static final Duration ANSWERS_WITHIN = Duration.ofSeconds(5);
    private static final Duration LEAVE_WITHIN = Duration.ofSeconds(5);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Work work;
    private final Consumer<Throwable> ended;
    private final Clock clock;
    private final Thread thread = new Thread(this::run, "collector-group");
    private final Map<TopicPartition, OffsetAndMetadata> committed = new HashMap<>();
    private @Nullable Map<TopicPartition, Long> ends;
    private Instant commitAt = Instant.MIN;
    private volatile boolean stopping;
    private volatile boolean works;

    /**
     * @param kafka the configuration of a Kafka client
     * @param ended told if it ends by itself, which it should not
     */
    public Membership(
            Map<String, Object> kafka, Work work, Consumer<Throwable> ended, MeterRegistry registry, Clock clock) {
        Map<String, Object> config = new HashMap<>(kafka);
        config.put(ConsumerConfig.GROUP_ID_CONFIG, GROUP);
        config.put(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, List.of(OneWorks.class));
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        this.consumer = new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        this.work = work;
        this.ended = ended;
        this.clock = clock;
        Gauge.builder("downlink.collector.works", this, membership -> membership.works ? 1 : 0)
                .description("Whether this is the replica that works: 1 or 0")
                .register(registry);
    }

    public void join() {
        thread.start();
    }

    /** Blocks until the work has ended and the group knows it. */
    public void leave() {
        stopping = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether this is the replica that works. */
    public boolean works() {
        return works;
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        if (!works && !partitions.isEmpty()) {
            LOGGER.info("this replica works");
            works = true;
            work.begin();
        }
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        if (!partitions.isEmpty()) {
            giveUp();
        }
    }

    /** Somebody else has them already. */
    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
        end();
    }

    private void run() {
        try {
            consumer.subscribe(List.of(Topics.COMMAND_EVENTS), this);
            while (!stopping) {
                turn();
            }
            giveUp();
        } catch (Throwable e) { // an Error too: nobody else would notice that this thread has ended
            ended.accept(e);
            end();
        } finally {
            consumer.close(CloseOptions.timeout(LEAVE_WITHIN));
        }
    }

    private void turn() {
        consumer.poll(POLL).forEach(work::read);
        if (works) {
            work.goOn(caughtUp());
            holdBackIfFull();
            commitNowAndThen();
        }
    }

    /** With the events that there were at the beginning: that there are always some more must not keep it from being so. */
    private boolean caughtUp() {
        try {
            if (ends == null) {
                ends = consumer.endOffsets(consumer.assignment(), ANSWERS_WITHIN);
            }
            return ends.entrySet().stream()
                    .allMatch(end -> positionOf(end.getKey()).orElse(0L) >= end.getValue());
        } catch (TimeoutException _) {
            return false; // it is asked again
        }
    }

    private void holdBackIfFull() {
        if (work.full()) {
            consumer.pause(consumer.assignment());
        } else {
            consumer.resume(consumer.paused());
        }
    }

    private void commitNowAndThen() {
        Instant now = clock.instant();
        if (now.isAfter(commitAt)) {
            commitAt = now.plus(COMMIT_EVERY);
            commit();
        }
    }

    /** Without waiting: what is not committed is read once more. */
    private void commit() {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        for (TopicPartition partition : consumer.assignment()) {
            positionOf(partition)
                    .map(position -> new OffsetAndMetadata(work.neededFrom(partition, position)))
                    .filter(needed -> !needed.equals(committed.put(partition, needed)))
                    .ifPresent(needed -> offsets.put(partition, needed));
        }
        if (!offsets.isEmpty()) {
            consumer.commitAsync(offsets, (_, failure) -> {
                if (failure != null) {
                    LOGGER.debugf(failure, "offsets are not committed, they are with the next ones");
                    committed.clear();
                }
            });
        }
    }

    /** Empty before the first fetch, or while Kafka is away. */
    private Optional<Long> positionOf(TopicPartition partition) {
        try {
            return Optional.of(consumer.position(partition, Duration.ZERO));
        } catch (TimeoutException _) {
            return Optional.empty();
        }
    }

    private void giveUp() {
        if (works) {
            commit(); // before the end, at which all is forgotten
            end();
        }
    }

    private void end() {
        if (works) {
            works = false;
            committed.clear();
            ends = null;
            work.end();
            LOGGER.info("this replica works no more");
        }
    }
}
