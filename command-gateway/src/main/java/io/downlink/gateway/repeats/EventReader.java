package io.downlink.gateway.repeats;

import io.downlink.contracts.commands.CommandEvent;
import io.downlink.contracts.commands.CommandEventReader;
import io.downlink.contracts.topics.Topics;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Reads single events back. What is asked for while others are read is read next, in the order in which it stands, so
 * that neighbours come with one fetch: somebody who asks again for much of what he asked for does so in the same order.
 */
public final class EventReader implements PastEvents, AutoCloseable {
    private static final Logger LOGGER = Logger.getLogger(EventReader.class);
    private static final Duration POLL = Duration.ofMillis(200);

    /** What stands at the end cannot be seen for a moment after a broker was replaced; what never was there never comes. */
    private static final int POLLS_AT_END = 25;

    private final Consumer<byte[], byte[]> consumer;
    private final Executor threads;
    private final Queue<Wanted> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger looking = new AtomicInteger();
    private final ReentrantLock using = new ReentrantLock();
    private volatile boolean closed;

    private EventReader(Consumer<byte[], byte[]> consumer, Executor threads) {
        this.consumer = consumer;
        this.threads = threads;
    }

    /**
     * @param kafka the configuration of a Kafka client
     * @param threads where to wait for Kafka
     */
    public static EventReader open(Map<String, Object> kafka, Executor threads) {
        Map<String, Object> config = new HashMap<>(kafka);
        config.put("enable.auto.commit", "false");
        config.put("auto.offset.reset", "none"); // what is gone is told
        config.put("client.id", "downlink-read-back");
        config.put("max.partition.fetch.bytes", "65536"); // one event is wanted, or some neighbours
        config.put("max.poll.records", "2000"); // all that was fetched
        config.remove("group.id");
        return new EventReader(
                new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer()), threads);
    }

    @Override
    public Uni<Optional<CommandEvent>> at(int partition, long offset) {
        return Uni.createFrom().emitter(emitter -> {
            waiting.add(new Wanted(new TopicPartition(Topics.COMMAND_EVENTS, partition), offset, emitter));
            if (looking.getAndIncrement() == 0) {
                threads.execute(this::readAll);
            }
        });
    }

    /** One thread at a time reads; who comes meanwhile only asks it to look once more. */
    private void readAll() {
        int answered = 1;
        do {
            List<Wanted> batch = new ArrayList<>();
            for (Wanted next = waiting.poll(); next != null; next = waiting.poll()) {
                batch.add(next);
            }
            batch.sort(Comparator.comparingInt(
                            (Wanted wanted) -> wanted.partition().partition())
                    .thenComparingLong(Wanted::offset));
            if (!read(batch)) {
                return;
            }
            answered = looking.addAndGet(-answered);
        } while (answered > 0);
    }

    /** @return false once this is closed: whoever still waits goes without */
    private boolean read(List<Wanted> batch) {
        using.lock();
        try {
            Map<Long, ConsumerRecord<byte[], byte[]>> fetched = Map.of();
            TopicPartition partition = null;
            for (Wanted wanted : batch) {
                if (!wanted.partition().equals(partition) || !fetched.containsKey(wanted.offset())) {
                    partition = wanted.partition();
                    fetched = fetch(partition, wanted.offset());
                }
                wanted.tell(fetched.get(wanted.offset()), threads);
            }
            return true;
        } catch (ClosedException _) {
            return false;
        } finally {
            using.unlock();
        }
    }

    /** @return what stands there and right behind, empty where it is gone */
    private Map<Long, ConsumerRecord<byte[], byte[]>> fetch(TopicPartition partition, long offset) {
        try {
            consumer.assign(List.of(partition));
            consumer.seek(partition, offset);
            ConsumerRecords<byte[], byte[]> polled = consumer.poll(POLL);
            for (int atEnd = 0; polled.isEmpty() && atEnd < POLLS_AT_END; polled = consumer.poll(POLL)) {
                atEnd += consumer.currentLag(partition).orElse(1) <= 0 ? 1 : 0;
            }
            Map<Long, ConsumerRecord<byte[], byte[]>> fetched = new HashMap<>();
            polled.forEach(record -> fetched.put(record.offset(), record));
            return fetched;
        } catch (OffsetOutOfRangeException _) {
            return Map.of();
        } catch (RuntimeException e) {
            if (closed) {
                throw new ClosedException();
            }
            LOGGER.warnf("event cannot be read back partition=%s offset=%d reason=%s", partition, offset, e);
            return Map.of();
        }
    }

    @Override
    public void close() {
        closed = true;
        consumer.wakeup();
        using.lock();
        try {
            consumer.close();
        } finally {
            using.unlock();
        }
    }

    private record Wanted(TopicPartition partition, long offset, UniEmitter<? super Optional<CommandEvent>> emitter) {

        void tell(@Nullable ConsumerRecord<byte[], byte[]> record, Executor threads) {
            Optional<CommandEvent> event = record == null ? Optional.empty() : CommandEventReader.read(record.value());
            threads.execute(() -> emitter.complete(event));
        }
    }

    /** Nothing is read any more. Control flow, without a trace. */
    private static final class ClosedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        ClosedException() {
            super(null, null, false, false);
        }
    }
}
