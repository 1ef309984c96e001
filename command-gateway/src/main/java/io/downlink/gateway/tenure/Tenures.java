package io.downlink.gateway.tenure;

import io.downlink.contracts.commands.CommandId;
import io.downlink.gateway.lanes.LaneKey;
import io.downlink.gateway.lanes.Parking;
import io.downlink.gateway.pacing.DayCounts;
import io.downlink.gateway.repeats.EndedCommands;
import io.downlink.gateway.takeover.Inheritance;
import io.downlink.gateway.takeover.TakeOver;
import io.micrometer.core.instrument.Timer;
import io.smallrye.mutiny.Uni;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The partitions that this replica owns now. */
public final class Tenures {
    private static final Logger LOGGER = Logger.getLogger(Tenures.class);
    private static final Duration TAKE_OVER_WITHIN = Duration.ofSeconds(60);
    /** For the group to say that a partition, whose log another replica writes, is that one's. */
    private static final Duration GROUP_TELLS_WITHIN = Duration.ofSeconds(15);

    private static final Duration NOTED_WITHIN = Duration.ofSeconds(5);

    private final TakeOver takeOver;
    private final EventPositions events;
    private final Parking parking;
    private final ParkedReader parkedReader;
    private final DayCounts dayCounts;
    private final Executor threads;
    private final Timer takeOverTime;
    private final Consumer<String> onHopeless;
    private final Clock clock;
    private final Map<TopicPartition, Tenure> current = new ConcurrentHashMap<>();
    private final AtomicBoolean sweeping = new AtomicBoolean();

    /**
     * @param parkedReader reads parked commands again
     * @param dayCounts goes with the partitions
     * @param threads for work that blocks
     * @param onHopeless ends the process, for only a new start helps
     */
    public Tenures(
            TakeOver takeOver,
            EventPositions events,
            Parking parking,
            ParkedReader parkedReader,
            DayCounts dayCounts,
            Executor threads,
            Timer takeOverTime,
            Consumer<String> onHopeless,
            Clock clock) {
        this.takeOver = takeOver;
        this.events = events;
        this.parking = parking;
        this.parkedReader = parkedReader;
        this.dayCounts = dayCounts;
        this.threads = threads;
        this.takeOverTime = takeOverTime;
        this.onHopeless = onHopeless;
        this.clock = clock;
    }

    @Nullable
    Tenure of(TopicPartition partition) {
        return current.get(partition);
    }

    Collection<TopicPartition> partitions() {
        return List.copyOf(current.keySet());
    }

    /** What is known of the commands that have ended, by the partitions that are ours and taken over. */
    public Map<Integer, EndedCommands> known() {
        return current.values().stream()
                .filter(Tenure::isOpen)
                .collect(Collectors.toMap(tenure -> tenure.partition().partition(), Tenure::known));
    }

    /** Whether a command waits in a lane of ours, in memory or parked. */
    public boolean waits(CommandId id) {
        return current.values().stream()
                .filter(Tenure::isOpen)
                .anyMatch(tenure -> tenure.lanes().asksBefore(LaneKey.of(id.lane()), LaneKey.of(id), Long.MAX_VALUE));
    }

    /** Partitions are ours from now on; each is taken over in the background. */
    void begin(Collection<TopicPartition> partitions, int generation) {
        for (TopicPartition partition : partitions) {
            Tenure tenure = new Tenure(partition, generation, events, parking, parkedReader, dayCounts, clock);
            Tenure before = current.put(partition, tenure);
            if (before != null) {
                before.end();
            }
            var _ = CompletableFuture.runAsync(() -> takeOver(tenure), threads)
                    .orTimeout(TAKE_OVER_WITHIN.toSeconds(), TimeUnit.SECONDS)
                    .whenComplete((_, failure) -> {
                        if (failure != null) {
                            notTakenOver(tenure, failure);
                        }
                    });
        }
    }

    private void takeOver(Tenure tenure) {
        if (tenure.isOver()) {
            return; // to go on would only shut out whoever has the partition now
        }
        Instant began = clock.instant();
        Inheritance inheritance = takeOver.of(tenure.partition(), failure -> logBroke(tenure, failure));
        boolean opened = false;
        try {
            // Written first of all, so that whoever comes next knows which topic all that follows is about.
            var _ = inheritance
                    .log()
                    .checkpoint(inheritance::checkpoint)
                    .await()
                    .atMost(TAKE_OVER_WITHIN);
            opened = tenure.open(inheritance);
            takeOverTime.record(Duration.between(began, clock.instant()));
        } finally {
            if (!opened) {
                inheritance.close();
            }
        }
    }

    private void notTakenOver(Tenure tenure, Throwable failure) {
        if (!tenure.isOver()) {
            LOGGER.errorf(failure, "partition cannot be taken over partition=%s", tenure.partition());
            onHopeless.accept("a partition cannot be taken over");
        }
    }

    /** Another replica has initialised the partition's producer, or Kafka has refused ours: nothing is called any more. */
    private void logBroke(Tenure tenure, Throwable failure) {
        LOGGER.warnf(
                "partition's log takes no more marks, its work is dropped partition=%s reason=%s",
                tenure.partition(), failure);
        tenure.end();
        CompletableFuture.delayedExecutor(GROUP_TELLS_WITHIN.toSeconds(), TimeUnit.SECONDS, threads)
                .execute(() -> {
                    if (current.get(tenure.partition()) == tenure) {
                        onHopeless.accept("a partition is still ours whose log is not");
                    }
                });
    }

    /**
     * Partitions go: no call begins, open ones are awaited and told of, and what is known is noted. Blocks.
     *
     * @param drain how long open calls are awaited at most
     */
    void letGo(Collection<TopicPartition> partitions, Duration drain) {
        List<Tenure> leaving =
                partitions.stream().map(current::get).filter(Objects::nonNull).toList();
        leaving.forEach(Tenure::close);
        Instant until = clock.instant().plus(drain);
        try {
            for (Tenure tenure : leaving) {
                tenure.awaitQuiet(until);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (!leaving.isEmpty()) {
            note(leaving);
        }
    }

    private static void note(List<Tenure> leaving) {
        try {
            var _ = Uni.join()
                    .all(leaving.stream().map(Tenure::checkpoint).toList())
                    .andCollectFailures()
                    .await()
                    .atMost(NOTED_WITHIN);
        } catch (RuntimeException e) {
            LOGGER.warnf("partitions go without a last checkpoint reason=%s", e);
        }
    }

    /** Whatever was known of these partitions counts for nothing any more. */
    void end(Collection<TopicPartition> partitions) {
        for (TopicPartition partition : partitions) {
            Tenure tenure = current.remove(partition);
            if (tenure != null) {
                tenure.end();
            }
        }
    }

    /** Notes what was learned since the last time, for whoever takes the partitions over, and ends the logs' transactions. */
    public void checkpoint() {
        for (Tenure tenure : current.values()) {
            tenure.checkpointNowAndThen()
                    .subscribe()
                    .with(_ -> {}, failure -> LOGGER.error("checkpoint failed", failure));
        }
    }

    /** Parks what has been waiting too long, and reads again what has its turn. Returns before that is done. */
    public void sweepLanes() {
        if (sweeping.compareAndSet(false, true)) {
            threads.execute(() -> {
                try {
                    current.values().forEach(tenure -> tenure.lanes().sweep());
                } finally {
                    sweeping.set(false);
                }
            });
        }
    }

    /** How many lanes hold work. */
    public int lanesWithWork() {
        return current.values().stream()
                .mapToInt(tenure -> tenure.lanes().withWork())
                .sum();
    }
}
