package io.downlink.gateway.tenure;

import io.downlink.gateway.marks.CommandLog;
import io.downlink.gateway.marks.LogEntry.Checkpoint;
import io.downlink.gateway.marks.LogEntry.Mark;
import io.downlink.gateway.marks.LogEntry.NotRun;
import io.downlink.gateway.repeats.EndedCommands;
import io.downlink.gateway.takeover.Inheritance;
import io.smallrye.mutiny.Uni;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The time for which this replica owns a partition, from one assignment to the next revocation. It is opened when the
 * partition is taken over, closed when nothing new may begin, and over when the partition may be another replica's, or
 * this one's anew.
 *
 * <p>Safe for use by many threads.
 */
public final class Tenure {
    private static final Logger LOGGER = Logger.getLogger(Tenure.class);

    /** A checkpoint is written again before the log's retention takes it away. */
    private static final Duration CHECKPOINT_LIVES = Duration.ofHours(1);

    /** A checkpoint that tells of more would not fit into a record. An older one is as true, and takes longer to read. */
    private static final int RANGES_MAX = 10_000;

    private final TopicPartition partition;
    private final int generation;
    private final EventPositions events;
    private final Clock clock;
    private final Gate gate = new Gate();

    private State state = State.TAKING_OVER;
    private @Nullable Inheritance inheritance;
    /** Offsets of commands that are being called, or whose outcome is being recorded. */
    private final Set<Long> busy = new HashSet<>();
    /** Offsets whose outcome is on its way to Kafka, and where it can stand at the earliest. */
    private final Map<Long, Long> recording = new HashMap<>();

    private long committed = -1;
    private boolean changed = true;
    private Instant checkpointed = Instant.MIN;

    private enum State {
        TAKING_OVER,
        OPEN,
        CLOSING,
        OVER
    }

    /** @param generation the consumer group's, when the partition was assigned */
    public Tenure(TopicPartition partition, int generation, EventPositions events, Clock clock) {
        this.partition = partition;
        this.generation = generation;
        this.events = events;
        this.clock = clock;
    }

    public TopicPartition partition() {
        return partition;
    }

    /** Whether a record that was read in that generation was read in this tenure, and not in an earlier one. */
    boolean covers(int generationOfRecord) {
        return generationOfRecord >= generation;
    }

    /**
     * Waits until the partition is taken over. The records of a partition come in the order of their offsets, and go on
     * in it.
     *
     * @return what was known of the record; fails with {@link TenureOverException}
     */
    public Uni<Fate> arrive(long offset) {
        return Uni.createFrom()
                .emitter(emitter -> gate.pass(() -> {
                    Fate fate;
                    try {
                        fate = arrived(offset);
                    } catch (RuntimeException e) {
                        emitter.fail(e);
                        return;
                    }
                    emitter.complete(fate);
                }));
    }

    private synchronized Fate arrived(long offset) {
        if (state == State.OVER || inheritance == null) {
            throw new TenureOverException();
        }
        inheritance.finished().arrive(offset);
        changed = true;
        if (inheritance.finished().contains(offset)) {
            return new Fate.Finished();
        }
        Mark mark = inheritance.interrupted().get(offset);
        return mark == null ? new Fate.Unknown() : new Fate.Interrupted(mark.callEndsBy());
    }

    /** Lets the partition's records pass. @return false if the tenure is over already */
    boolean open(Inheritance inherited) {
        synchronized (this) {
            if (state != State.TAKING_OVER) {
                return false;
            }
            state = State.OPEN;
            inheritance = inherited;
            events.reached(partition.partition(), inherited.eventsEnd());
        }
        gate.open();
        return true;
    }

    /** What is known of the partition's commands that have ended. */
    synchronized EndedCommands known() {
        if (inheritance == null) {
            throw new TenureOverException();
        }
        return inheritance.known();
    }

    /** From here no call begins. */
    synchronized void close() {
        if (state != State.OVER) {
            state = State.CLOSING;
        }
    }

    /** Blocks until every call that has begun is told of, at most until the given time. */
    synchronized void awaitQuiet(Instant until) throws InterruptedException {
        for (Duration left = Duration.between(clock.instant(), until);
                !busy.isEmpty() && left.isPositive();
                left = Duration.between(clock.instant(), until)) {
            wait(Math.max(1, left.toMillis()));
        }
    }

    /** From here the partition is no business of this replica's. What waits in front of the gate is sent away. */
    void end() {
        Inheritance over;
        synchronized (this) {
            state = State.OVER;
            over = inheritance;
            notifyAll();
        }
        if (over != null) {
            over.close();
        }
        gate.open();
    }

    /** Whether the partition is taken over, and still ours: what is known of it is all that there is to know. */
    synchronized boolean isOpen() {
        return state == State.OPEN;
    }

    synchronized boolean isOver() {
        return state == State.OVER;
    }

    /** @return the partition's log, if the call may begin: then {@link #callEnded} or {@link #finished} follows */
    synchronized CommandLog callBegins(long offset) {
        if (state != State.OPEN || inheritance == null) {
            throw new TenureOverException();
        }
        busy.add(offset);
        return inheritance.log();
    }

    /** Whether an owner before may have read the command, and called it without a mark. */
    synchronized boolean mayHaveBeenRead(long offset) {
        return inheritance != null && offset < inheritance.readBelow();
    }

    /** The call has ended, and the command has not. */
    synchronized void callEnded(long offset) {
        busy.remove(offset);
        recording.remove(offset);
        notifyAll();
    }

    /**
     * Before an outcome is written.
     *
     * @param answered whether it holds what a device or a hub has answered: that is the truth, whoever owns the partition
     * @return false if it is another replica's to say what became of the command
     */
    public synchronized boolean mayTell(long offset, boolean answered) {
        if (state == State.OVER) {
            return answered;
        }
        busy.add(offset);
        recording.put(offset, events.next(partition.partition()));
        return true;
    }

    /** Its outcome stands in Kafka. */
    synchronized void finished(long offset) {
        callEnded(offset);
        if (inheritance != null && state != State.OVER) {
            inheritance.finished().finish(offset);
            inheritance.log().finished(offset);
            changed = true;
        }
    }

    /** Everything below it is finished; empty where that is not known, or no business of ours any more. */
    synchronized OptionalLong position() {
        return inheritance == null || state == State.OVER
                ? OptionalLong.empty()
                : OptionalLong.of(inheritance.finished().position());
    }

    /** The position, unless Kafka knows it already. */
    synchronized OptionalLong due() {
        OptionalLong position = position();
        return position.isPresent() && position.getAsLong() > committed ? position : OptionalLong.empty();
    }

    /** Kafka knows. */
    synchronized void committed(long offset) {
        committed = Math.max(committed, offset);
    }

    /**
     * Notes what is known, unless nothing was learned for a while.
     *
     * @return ends when it stands in the log, or could not be written there, which an older note makes up for
     */
    Uni<Void> checkpoint() {
        CommandLog log;
        synchronized (this) {
            Instant now = clock.instant();
            boolean due = changed || now.isAfter(checkpointed.plus(CHECKPOINT_LIVES));
            if (!due
                    || inheritance == null
                    || state == State.OVER
                    || inheritance.finished().above().size() > RANGES_MAX) {
                return Uni.createFrom().voidItem();
            }
            log = inheritance.log();
            changed = false;
            checkpointed = now;
        }
        return log.append(this::currentCheckpoint).onFailure().recoverWithNull();
    }

    /** The attempt that was marked did not run. */
    void notRun(NotRun entry) {
        CommandLog log;
        synchronized (this) {
            if (inheritance == null || state == State.OVER) {
                return;
            }
            log = inheritance.log();
        }
        log.append(entry).subscribe().with(_ -> {}, failure -> LOGGER.debugf("mark stays reason=%s", failure));
    }

    synchronized Checkpoint currentCheckpoint() {
        if (inheritance == null) {
            throw new TenureOverException();
        }
        Collection<Long> onTheirWay = recording.values();
        long next = events.next(partition.partition());
        long eventsFrom = onTheirWay.isEmpty() ? next : Math.min(next, Collections.min(onTheirWay));
        return inheritance.checkpoint(eventsFrom);
    }
}
