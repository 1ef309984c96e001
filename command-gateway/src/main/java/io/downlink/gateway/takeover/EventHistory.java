package io.downlink.gateway.takeover;

import io.downlink.contracts.commands.EventOutline;
import io.downlink.gateway.repeats.EndedCommands;
import io.downlink.gateway.repeats.RepeatMemory;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.LongConsumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * What the events of a partition tell to whoever takes it over, read once and from their end backwards, part by part: what
 * was finished since the newest checkpoint, which must be known, and which commands have ended within the window of
 * repeats, as far as there is room and time to read of them.
 */
public final class EventHistory {
    private static final Logger LOGGER = Logger.getLogger(EventHistory.class);

    /** How many events are read before another partition may have its turn. */
    private static final long PART = 100_000;

    /** Of the 60 s that taking over may take. */
    private static final Duration READ_WITHIN = Duration.ofSeconds(30);

    private final TopicFacts facts;
    private final PartitionReader reader;
    private final RepeatMemory memory;
    private final Timer restoreTime;
    private final Clock clock;

    /** @param restoreTime of the whole of it, for one partition */
    public EventHistory(TopicFacts facts, PartitionReader reader, RepeatMemory memory, Timer restoreTime, Clock clock) {
        this.facts = facts;
        this.reader = reader;
        this.memory = memory;
        this.restoreTime = restoreTime;
        this.clock = clock;
    }

    /**
     * Reads.
     *
     * @param from the first event since the newest checkpoint
     * @param end where the reading begins, backwards
     * @param finished is told the offset of each command that was finished from there on
     * @return what has ended within the window
     */
    EndedCommands read(TopicPartition commands, TopicPartition events, long from, long end, LongConsumer finished) {
        EndedCommands known = memory.open();
        try {
            read(new Pass(commands, from, finished, known), events, end);
            return known;
        } catch (RuntimeException e) {
            known.close();
            throw e;
        }
    }

    private void read(Pass pass, TopicPartition events, long end) {
        Instant began = clock.instant();
        Instant windowStart = memory.windowStart();
        long first = Math.min(pass.from, facts.firstSince(events, windowStart).orElse(end));
        long read = end;
        while (read > pass.from || (read > first && pass.wantsMore() && isInTime(began))) {
            long partEnd = read;
            read = Math.max(first, partEnd - PART);
            reader.read(events, read, partEnd, pass::read);
        }
        boolean complete = read <= first;
        pass.known.completeSince(complete ? windowStart : pass.oldest);
        restoreTime.record(Duration.between(began, clock.instant()));
        LOGGER.infof("events read partition=%d from=%d end=%d wholeWindow=%s", events.partition(), read, end, complete);
    }

    private boolean isInTime(Instant began) {
        return clock.instant().isBefore(began.plus(READ_WITHIN));
    }

    /** Through the events of one partition. */
    private final class Pass {
        private final TopicPartition commands;
        private final long from;
        private final LongConsumer finished;
        private final EndedCommands known;
        private Instant oldest = clock.instant();

        Pass(TopicPartition commands, long from, LongConsumer finished, EndedCommands known) {
            this.commands = commands;
            this.from = from;
            this.finished = finished;
            this.known = known;
        }

        /** Whether anything would be kept of what stands further back. */
        boolean wantsMore() {
            return known.keeps(oldest);
        }

        void read(ConsumerRecord<byte[], byte[]> record) {
            EventOutline.read(record.value()).ifPresent(event -> read(event, record));
        }

        private void read(EventOutline event, ConsumerRecord<byte[], byte[]> record) {
            if (record.offset() >= from && finishes(event) && isOfTheseCommands(event)) {
                finished.accept(event.source().offset());
            }
            Instant time = Instant.ofEpochMilli(record.timestamp());
            if (time.isBefore(oldest)) {
                oldest = time;
            }
            if (event.endsACommand()) {
                known.learn(event.id(), time, record.offset(), event.event().equals("in-doubt"));
            }
        }

        /** After any event but this one nothing is left to do for the record that it tells of. */
        private static boolean finishes(EventOutline event) {
            return !event.event().equals("parked");
        }

        private boolean isOfTheseCommands(EventOutline event) {
            return event.source().topic().equals(commands.topic())
                    && event.source().partition() == commands.partition();
        }
    }
}
