package io.downlink.gateway.parking;

import io.downlink.contracts.commands.CommandEvent.Parked;
import io.downlink.contracts.commands.CommandEventReader;
import io.downlink.contracts.requests.Source;
import io.downlink.contracts.topics.Topics;
import io.downlink.gateway.lanes.ParkedPlace;
import io.downlink.gateway.tenure.Claim;
import io.downlink.gateway.tenure.ParkedReader;
import io.downlink.gateway.tenure.Tenure;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * Reads parked commands again, from where they stand: what is asked for while it reads is read together, in the order of
 * the topic.
 */
public final class ParkedBodies implements ParkedReader {
    private static final Logger LOGGER = Logger.getLogger(ParkedBodies.class);
    private static final Duration AGAIN_AFTER = Duration.ofSeconds(1);

    private final OffsetReader topic;
    private final Supplier<? extends Unparking> unparking;
    private final Executor threads;

    private final Queue<Wanted> wanted = new ConcurrentLinkedQueue<>();
    private final AtomicInteger looking = new AtomicInteger();

    /**
     * @param unparking asked for when it is needed: it writes to channels that are there later than the one it reads from
     * @param threads where to wait for Kafka
     */
    public ParkedBodies(OffsetReader topic, Supplier<? extends Unparking> unparking, Executor threads) {
        this.topic = topic;
        this.unparking = unparking;
        this.threads = threads;
    }

    private record Wanted(Tenure tenure, ParkedPlace place) {

        Claim claim() {
            return new Claim(tenure, place.offset());
        }
    }

    @Override
    public void read(Tenure tenure, List<ParkedPlace> places) {
        places.forEach(place -> wanted.add(new Wanted(tenure, place)));
        look();
    }

    /** One thread at a time reads; whoever comes meanwhile only asks it to look once more. */
    private void look() {
        if (looking.getAndIncrement() == 0) {
            threads.execute(this::readAll);
        }
    }

    private void readAll() {
        int answered = 1;
        do {
            List<Wanted> batch = new ArrayList<>();
            for (Wanted next = wanted.poll(); next != null; next = wanted.poll()) {
                if (next.tenure().isOpen()) {
                    batch.add(next);
                }
            }
            batch.stream()
                    .collect(Collectors.groupingBy(next -> next.tenure().partition()))
                    .forEach(this::readPartition);
            answered = looking.addAndGet(-answered);
        } while (answered > 0);
    }

    private void readPartition(TopicPartition partition, List<Wanted> batch) {
        Map<Long, Wanted> left =
                batch.stream().collect(Collectors.toMap(next -> next.place().offset(), next -> next));
        List<Long> offsets = left.keySet().stream().sorted().toList();
        Queue<Wanted> gone = new ArrayDeque<>();
        try {
            topic.read(partition, offsets, (offset, record) -> {
                Wanted found = Objects.requireNonNull(left.remove(offset));
                if (record == null) {
                    gone.add(found);
                } else {
                    unparking.get().goOn(record, found.claim());
                }
            });
            for (Wanted missing = gone.peek(); missing != null; missing = gone.peek()) {
                unparking
                        .get()
                        .gone(missing.claim(), told(partition, missing.place()).orElse(null));
                gone.remove();
            }
        } catch (KafkaException e) {
            LOGGER.warnf("parked commands cannot be read yet partition=%s reason=%s", partition, e);
            wanted.addAll(left.values());
            wanted.addAll(gone);
            CompletableFuture.delayedExecutor(AGAIN_AFTER.toMillis(), TimeUnit.MILLISECONDS, threads)
                    .execute(this::look);
        }
    }

    private Optional<Parked> told(TopicPartition commands, ParkedPlace place) {
        Source source = new Source(commands.topic(), commands.partition(), place.offset());
        return topic.find(
                new TopicPartition(Topics.COMMAND_EVENTS, commands.partition()),
                place.toldFrom(),
                record -> CommandEventReader.read(record.value())
                        .filter(Parked.class::isInstance)
                        .map(Parked.class::cast)
                        .filter(parked -> parked.about().source().equals(source)));
    }
}
