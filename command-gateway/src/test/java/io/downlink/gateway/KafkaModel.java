package io.downlink.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.downlink.contracts.commands.CommandEvent;
import io.downlink.contracts.commands.CommandEventReader;
import io.downlink.contracts.topics.Topics;
import io.downlink.gateway.lanes.ParkedPlace;
import io.downlink.gateway.marks.CheckpointParts;
import io.downlink.gateway.marks.CommandLog;
import io.downlink.gateway.marks.LogEntry;
import io.downlink.gateway.marks.LogEntry.Checkpoint;
import io.downlink.gateway.marks.LogEntry.LastPart;
import io.downlink.gateway.marks.LogEntry.LateCall;
import io.downlink.gateway.marks.LogEntry.Mark;
import io.downlink.gateway.marks.LogEntry.NotRun;
import io.downlink.gateway.marks.LogEntry.Parked;
import io.downlink.gateway.marks.LogEntry.Part;
import io.downlink.gateway.marks.LogEntry.Reserved;
import io.downlink.gateway.marks.LogEntry.Unparked;
import io.downlink.gateway.marks.LogEntryJson;
import io.downlink.gateway.offsets.FinishedOffsets;
import io.downlink.gateway.repeats.EndedCommands;
import io.downlink.gateway.repeats.RepeatMemory;
import io.downlink.gateway.takeover.Inheritance;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** One partition each of commands, events and log, and the group's offset: what survives every crash. */
final class KafkaModel {
    private static final String TOPIC_ID = "topic-1";

    private final List<Command> commands = new ArrayList<>();
    private final List<CommandEvent> events = new ArrayList<>();
    private final List<LogEntry> log = new ArrayList<>();
    private final RepeatMemory memory;
    private long committed;

    private int position;
    private MockProducer<byte[], byte[]> producer = producer();
    private Queue<Runnable> logWork = new ArrayDeque<>();

    /** @param cancels whether it only takes another one back */
    record Command(String device, boolean atMostOnce, boolean cancels, ConsumerRecord<byte[], byte[]> record) {}

    KafkaModel(Clock clock) {
        this.memory = new RepeatMemory(Duration.ofHours(1), 100_000, clock);
    }

    void send(String device, boolean atMostOnce, Instant now, Duration lifetime) {
        long offset = commands.size();
        String json = """
                {"commandId": "c-%d", "deviceId": "%s", "type": "direct-method", "whenOffline": "wait",
                 "delivery": "%s", "deadline": "%s", "method": {"name": "reboot", "payload": %d}}""".formatted(
                        offset, device, atMostOnce ? "at-most-once" : "at-least-once", now.plus(lifetime), offset);
        commands.add(new Command(device, atMostOnce, false, record(device, json, now)));
    }

    /** The same once more. */
    void repeat(int offset, Instant now) {
        Command first = commands.get(offset);
        commands.add(new Command(
                first.device(),
                first.atMostOnce(),
                false,
                record(first.device(), new String(first.record().value(), UTF_8), now)));
    }

    void cancel(int offset, Instant now) {
        String device = commands.get(offset).device();
        String json = """
                {"commandId": "c-%d", "deviceId": "%s", "type": "cancel"}""".formatted(offset, device);
        commands.add(new Command(device, false, true, record(device, json, now)));
    }

    private ConsumerRecord<byte[], byte[]> record(String device, String json, Instant now) {
        return new ConsumerRecord<>(
                Topics.COMMANDS,
                0,
                commands.size(),
                now.toEpochMilli(),
                TimestampType.CREATE_TIME,
                0,
                0,
                device.getBytes(UTF_8),
                json.getBytes(UTF_8),
                new RecordHeaders(),
                Optional.empty());
    }

    boolean hasMore() {
        return position < commands.size();
    }

    ConsumerRecord<byte[], byte[]> next() {
        return commands.get(position++).record();
    }

    Command command(long offset) {
        return commands.get((int) offset);
    }

    int size() {
        return commands.size();
    }

    Set<Long> offsets() {
        return LongStream.range(0, commands.size())
                .filter(offset -> !command(offset).cancels())
                .boxed()
                .collect(Collectors.toSet());
    }

    long append(ProducerRecord<byte[], byte[]> event) {
        events.add(CommandEventReader.read(event.value()).orElseThrow());
        return events.size() - 1L;
    }

    CommandEvent event(long offset) {
        return events.get((int) offset);
    }

    /** The names of all events about a command, in their order. */
    List<String> told(long offset) {
        return events.stream()
                .filter(event -> event.about().source().offset() == offset)
                .map(CommandEvent::name)
                .toList();
    }

    /** The names of the final events, by the offset of their command. */
    Map<Long, List<String>> finals() {
        return events.stream()
                .filter(CommandEvent::isFinal)
                .collect(Collectors.groupingBy(
                        event -> event.about().source().offset(),
                        Collectors.mapping(CommandEvent::name, Collectors.toList())));
    }

    boolean allEnded() {
        return finals().size() == offsets().size();
    }

    void commitOffset(long offset) {
        assertThat(offset).as("position").isGreaterThanOrEqualTo(committed);
        committed = offset;
    }

    long committed() {
        return committed;
    }

    void writeLog() {
        for (Runnable next = logWork.poll(); next != null; next = logWork.poll()) {
            next.run();
        }
    }

    Set<Long> parkedInTheLog() {
        return read().parked.keySet();
    }

    /** As a new owner does it: what is not in the log is gone, and the owner before can write nothing more. */
    Inheritance takeOver() {
        log.addAll(written());
        producer = producer();
        logWork = new ArrayDeque<>();
        Reading reading = read();
        Checkpoint known = reading.newest;
        FinishedOffsets finished = known == null
                ? new FinishedOffsets(committed)
                : new FinishedOffsets(Math.max(known.position(), committed), known.finished());
        reading.parked.keySet().forEach(finished::finish);
        events.stream()
                .skip(known == null ? 0 : known.eventsFrom())
                .filter(event -> !(event instanceof CommandEvent.Parked))
                .map(event -> event.about().source().offset())
                .forEach(offset -> {
                    finished.finish(offset);
                    reading.parked.remove(offset);
                });
        reading.marks.keySet().removeIf(offset -> finished.contains(offset) && !reading.parked.containsKey(offset));
        CommandLog next = new CommandLog(producer, 0, reading.marks.values(), logWork::add, failure -> {
            throw new AssertionError("the log broke", failure);
        });
        Inheritance inheritance = new Inheritance(
                TOPIC_ID,
                finished,
                reading.marks,
                List.copyOf(reading.parked.values()),
                events.size(),
                known(),
                Math.min(reading.reservedBelow, commands.size()),
                reading.lateCalls,
                known == null ? List.of() : known.dayCounts(),
                next);
        next.checkpoint(inheritance::checkpoint).subscribe().with(_ -> {}, failure -> {
            throw new AssertionError("no first checkpoint", failure);
        });
        writeLog();
        position = (int) committed;
        return inheritance;
    }

    private EndedCommands known() {
        EndedCommands known = memory.open();
        for (int offset = 0; offset < events.size(); offset++) {
            CommandEvent event = events.get(offset);
            if (event.isFinal() && !event.about().replayed()) {
                known.learn(event.about().id(), event.about().time(), offset, event instanceof CommandEvent.InDoubt);
            }
        }
        return known;
    }

    private List<LogEntry> written() {
        return Stream.concat(producer.history().stream(), producer.uncommittedRecords().stream())
                .map(record -> LogEntryJson.read(record.value()).orElseThrow())
                .toList();
    }

    private Reading read() {
        Reading reading = new Reading();
        log.forEach(reading::read);
        written().forEach(reading::read);
        return reading;
    }

    private static MockProducer<byte[], byte[]> producer() {
        MockProducer<byte[], byte[]> producer =
                new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
        producer.initTransactions();
        return producer;
    }

    private static final class Reading {
        private final Map<Long, Mark> marks = new HashMap<>();
        private final TreeMap<Long, ParkedPlace> parked = new TreeMap<>();
        private final CheckpointParts parts = new CheckpointParts();
        private @Nullable Checkpoint newest;
        private final List<LateCall> lateCalls = new ArrayList<>();
        private long reservedBelow;

        void read(LogEntry entry) {
            switch (entry) {
                case Mark mark -> marks.put(mark.offset(), mark);
                case NotRun notRun -> marks.remove(notRun.offset());
                case Reserved(long below) -> reservedBelow = Math.max(reservedBelow, below);
                case Parked(ParkedPlace place) -> parked.put(place.offset(), place);
                case Unparked(long offset) -> parked.remove(offset);
                case LateCall call -> lateCalls.add(call);
                case Part part -> parts.read(part);
                case LastPart last -> parts.read(last).ifPresent(this::read);
                case Checkpoint checkpoint -> {
                    newest = checkpoint;
                    reservedBelow = checkpoint.reservedBelow();
                    marks.clear();
                    parked.clear();
                    lateCalls.clear();
                    lateCalls.addAll(checkpoint.lateCalls());
                    checkpoint.marks().forEach(mark -> marks.put(mark.offset(), mark));
                    checkpoint.parked().forEach(place -> parked.put(place.offset(), place));
                }
            }
        }
    }
}
