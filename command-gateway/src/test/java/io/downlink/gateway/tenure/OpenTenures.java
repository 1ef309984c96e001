package io.downlink.gateway.tenure;

import io.downlink.gateway.lanes.Parking;
import io.downlink.gateway.lanes.Parkings;
import io.downlink.gateway.marks.CommandLog;
import io.downlink.gateway.marks.LogEntry.Checkpoint;
import io.downlink.gateway.marks.LogEntry.Mark;
import io.downlink.gateway.offsets.FinishedOffsets;
import io.downlink.gateway.pacing.DayCounts;
import io.downlink.gateway.pacing.NoDayCounts;
import io.downlink.gateway.repeats.RepeatMemory;
import io.downlink.gateway.takeover.Inheritance;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Partitions that are taken over, without Kafka. */
public final class OpenTenures {
    private OpenTenures() {}

    /** Nothing is known of it. */
    public static Tenure fresh(TopicPartition partition, Clock clock) {
        return with(partition, new FinishedOffsets(0), Map.of(), new EventPositions(), log(partition), clock);
    }

    /** An earlier owner has left this. */
    public static Tenure inherited(
            TopicPartition partition, FinishedOffsets finished, Map<Long, Mark> interrupted, Clock clock) {
        return with(partition, finished, interrupted, new EventPositions(), log(partition), clock);
    }

    /** An earlier owner has left this, and commands are parked. */
    public static Tenure parking(
            TopicPartition partition,
            Inheritance inheritance,
            EventPositions events,
            Parking parking,
            ParkedReader reader,
            Clock clock) {
        Tenure tenure = new Tenure(partition, 1, events, parking, reader, new NoDayCounts(), clock);
        tenure.open(inheritance);
        return tenure;
    }

    static Tenure with(
            TopicPartition partition,
            FinishedOffsets finished,
            Map<Long, Mark> interrupted,
            EventPositions events,
            CommandLog log,
            Clock clock) {
        return with(partition, finished, interrupted, events, 0, log, clock);
    }

    /** @param reservedBelow what an earlier owner may have read */
    static Tenure with(
            TopicPartition partition,
            FinishedOffsets finished,
            Map<Long, Mark> interrupted,
            EventPositions events,
            long reservedBelow,
            CommandLog log,
            Clock clock) {
        Tenure tenure = new Tenure(partition, 1, events, Parkings.none(), (_, _) -> {}, new NoDayCounts(), clock);
        tenure.open(new Inheritance(
                "topic-1",
                finished,
                interrupted,
                List.of(),
                100,
                new RepeatMemory(Duration.ofHours(1), 1_000, clock).open(),
                reservedBelow,
                List.of(),
                List.of(),
                log));
        return tenure;
    }

    /** An earlier owner has left this checkpoint. */
    static Tenure after(
            TopicPartition partition, Checkpoint checkpoint, CommandLog log, DayCounts dayCounts, Clock clock) {
        Tenure tenure = new Tenure(partition, 1, new EventPositions(), Parkings.none(), (_, _) -> {}, dayCounts, clock);
        tenure.open(new Inheritance(
                checkpoint.topicId(),
                new FinishedOffsets(checkpoint.position(), checkpoint.finished()),
                Map.of(),
                checkpoint.parked(),
                checkpoint.eventsFrom(),
                new RepeatMemory(Duration.ofHours(1), 1_000, clock).open(),
                checkpoint.reservedBelow(),
                checkpoint.lateCalls(),
                checkpoint.dayCounts(),
                log));
        return tenure;
    }

    static CommandLog log(TopicPartition partition) {
        MockProducer<byte[], byte[]> producer =
                new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
        producer.initTransactions();
        return new CommandLog(
                producer, partition.partition(), Map.<Long, Mark>of().values(), Runnable::run, _ -> {});
    }
}
