package io.downlink.gateway.outcome;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * The topic of the events, as Kafka's own producer writes it: what is handed over while others are being written goes with
 * them, in the order in which it came.
 */
public final class EventTopic {
    /** For what was handed over before it is closed. */
    private static final Duration CLOSES_WITHIN = Duration.ofSeconds(10);

    private final Producer<byte[], byte[]> producer;
    private final Executor threads;
    private final Queue<Handed> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger looking = new AtomicInteger();

    /**
     * @param producer this closes it
     * @param threads where to hand records to the producer, which may wait for a broker or for memory
     */
    public EventTopic(Producer<byte[], byte[]> producer, Executor threads) {
        this.producer = producer;
        this.threads = threads;
    }

    /**
     * Tries once to write a record.
     *
     * @return where Kafka has put it, told on a thread of the producer when Kafka has acknowledged it; fails if it was not
     *     taken
     */
    public Uni<RecordMetadata> write(ProducerRecord<byte[], byte[]> event) {
        return Uni.createFrom().emitter(emitter -> {
            waiting.add(new Handed(event, emitter));
            if (looking.getAndIncrement() == 0) {
                threads.execute(this::handOver);
            }
        });
    }

    /** Waits for what is on its way to Kafka, but not for long. */
    public void close() {
        producer.close(CLOSES_WITHIN);
    }

    /** One thread at a time hands over; who comes meanwhile only asks it to look once more. */
    private void handOver() {
        int answered = 1;
        do {
            for (Handed next = waiting.poll(); next != null; next = waiting.poll()) {
                send(next);
            }
            answered = looking.addAndGet(-answered);
        } while (answered > 0);
    }

    private void send(Handed handed) {
        try {
            var _ = producer.send(handed.event(), handed::taken);
        } catch (RuntimeException refused) {
            handed.emitter().fail(refused);
        }
    }

    private record Handed(ProducerRecord<byte[], byte[]> event, UniEmitter<? super RecordMetadata> emitter) {

        void taken(RecordMetadata place, @Nullable Exception failure) {
            if (failure == null) {
                emitter.complete(place);
            } else {
                emitter.fail(failure);
            }
        }
    }
}
