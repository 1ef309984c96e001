package io.downlink.gateway.takeover;

import io.downlink.contracts.topics.Topics;
import io.downlink.gateway.intake.Partitioning;
import io.downlink.gateway.lanes.ParkedPlace;
import io.downlink.gateway.marks.CommandLog;
import io.downlink.gateway.marks.LogEntry.Checkpoint;
import io.downlink.gateway.marks.LogEntry.Mark;
import io.downlink.gateway.marks.LogEntryJson;
import io.downlink.gateway.offsets.FinishedOffsets;
import io.downlink.gateway.repeats.EndedCommands;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * Takes a partition of the commands over. Its order is what makes it right:
 *
 * <ol>
 *   <li>the producer is initialised: from here Kafka takes no mark of an earlier owner;
 *   <li>the newest checkpoint, and the committed offset where there is none;
 *   <li>how far log and events reach;
 *   <li>both are read up to there;
 *   <li>whoever asked lets the partition's records pass.
 * </ol>
 *
 * <p>Blocks the calling thread at each step.
 */
public final class TakeOver {
    private static final Logger LOGGER = Logger.getLogger(TakeOver.class);

    /** How much of the log's end is read at first in search of a checkpoint. */
    private static final long LOOK_BACK = 1_000;

    private static final int LOOK_BACK_FURTHER = 10;

    private final IntFunction<Producer<byte[], byte[]>> producers;
    private final TopicFacts facts;
    private final PartitionReader reader;
    private final EventHistory history;
    private final Partitioning partitioning;
    private final Executor threads;

    /**
     * @param producers makes a partition's producer, with the transactional id that its owners share
     * @param partitioning learns how many partitions there are
     * @param threads where the partitions' logs are written
     */
    public TakeOver(
            IntFunction<Producer<byte[], byte[]>> producers,
            TopicFacts facts,
            PartitionReader reader,
            EventHistory history,
            Partitioning partitioning,
            Executor threads) {
        this.producers = producers;
        this.facts = facts;
        this.reader = reader;
        this.history = history;
        this.partitioning = partitioning;
        this.threads = threads;
    }

    /**
     * @param commands a partition of the commands topic
     * @param onLogBroken see {@link CommandLog}
     */
    public Inheritance of(TopicPartition commands, Consumer<Throwable> onLogBroken) {
        Producer<byte[], byte[]> producer = producers.apply(commands.partition());
        try {
            producer.initTransactions();
            return read(commands, producer, onLogBroken);
        } catch (RuntimeException e) {
            producer.close();
            throw e;
        }
    }

    private Inheritance read(
            TopicPartition commands, Producer<byte[], byte[]> producer, Consumer<Throwable> onLogBroken) {
        TopicFacts.Topic topic = facts.topic(commands.topic());
        partitioning.over(topic.partitions());
        TopicPartition events = new TopicPartition(Topics.COMMAND_EVENTS, commands.partition());
        long eventsEnd = facts.end(events);
        LogReading log = readLog(new TopicPartition(Topics.COMMAND_LOG, commands.partition()));
        Optional<Checkpoint> known =
                log.newest().filter(checkpoint -> checkpoint.topicId().equals(topic.id()));
        Map<Long, ParkedPlace> parked = known.isEmpty() ? new HashMap<>() : log.parked();
        FinishedOffsets finished = known.map(checkpoint -> finished(checkpoint, commands))
                .orElseGet(() -> new FinishedOffsets(start(commands)));
        parked.keySet().forEach(finished::finish);
        long eventsFrom =
                known.map(checkpoint -> eventsFrom(checkpoint, eventsEnd)).orElse(eventsEnd);
        EndedCommands ended = history.read(commands, events, eventsFrom, eventsEnd, offset -> {
            finished.finish(offset);
            parked.remove(offset);
        });
        boolean ofAnotherTopic = log.newest().isPresent() && known.isEmpty();
        Map<Long, Mark> marks = ofAnotherTopic ? new HashMap<>() : log.marks();
        marks.keySet().removeIf(offset -> finished.contains(offset) && !parked.containsKey(offset));
        LOGGER.infof(
                "partition taken over partition=%d finishedBelow=%d rangesAbove=%d interrupted=%d parked=%d checkpoint=%s",
                commands.partition(),
                finished.position(),
                finished.above().size(),
                marks.size(),
                parked.size(),
                known.isPresent() ? "found" : ofAnotherTopic ? "of another topic" : "none");
        // Every owner begins with a checkpoint: where there is none, nobody has called anything.
        long reservedBelow = known.isPresent() ? Math.min(log.reservedBelow(), facts.end(commands)) : 0;
        return new Inheritance(
                topic.id(),
                finished,
                marks,
                parked.values().stream()
                        .sorted(Comparator.comparingLong(ParkedPlace::offset))
                        .toList(),
                eventsEnd,
                ended,
                reservedBelow,
                log.lateCalls(),
                log.newest().map(Checkpoint::dayCounts).orElse(List.of()),
                new CommandLog(producer, commands.partition(), marks.values(), threads, onLogBroken));
    }

    /** From its end backwards, in larger and larger parts, until a checkpoint is among what was read. */
    private LogReading readLog(TopicPartition partition) {
        long begin = facts.begin(partition);
        long end = facts.end(partition);
        long from = end;
        LogReading reading = new LogReading();
        for (long back = LOOK_BACK; from > begin && reading.newest().isEmpty(); back *= LOOK_BACK_FURTHER) {
            from = Math.max(begin, end - back);
            LogReading attempt = new LogReading();
            reader.read(
                    partition,
                    from,
                    end,
                    record -> LogEntryJson.read(record.value()).ifPresent(attempt::read));
            reading = attempt;
        }
        return reading;
    }

    private FinishedOffsets finished(Checkpoint checkpoint, TopicPartition commands) {
        // Newer than the checkpoint, perhaps; and of what went to the dead letters no event tells.
        long position =
                Math.max(checkpoint.position(), facts.committed(commands).orElse(0));
        return new FinishedOffsets(position, checkpoint.finished());
    }

    private static long eventsFrom(Checkpoint checkpoint, long eventsEnd) {
        boolean createdAnew = checkpoint.eventsFrom() > eventsEnd;
        return createdAnew ? 0 : checkpoint.eventsFrom();
    }

    /** No checkpoint is of this topic: nothing was ever begun with it, or so long ago that it is past its deadline. */
    private long start(TopicPartition commands) {
        return facts.committed(commands).orElseGet(() -> facts.begin(commands));
    }
}
