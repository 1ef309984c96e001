package io.downlink.gateway.tenure;

import io.downlink.gateway.lanes.Lanes;
import io.downlink.gateway.lanes.ParkedPlace;
import io.downlink.gateway.lanes.Parking;
import io.downlink.gateway.marks.CommandLog;
import io.downlink.gateway.marks.LogEntry.Checkpoint;
import io.downlink.gateway.marks.LogEntry.LateCall;
import io.downlink.gateway.marks.LogEntry.Mark;
import io.downlink.gateway.marks.LogEntry.NotRun;
import io.downlink.gateway.marks.LogEntry.Parked;
import io.downlink.gateway.marks.LogEntry.Unparked;
import io.downlink.gateway.pacing.DayCounts;
import io.downlink.gateway.repeats.EndedCommands;
import io.downlink.gateway.takeover.Inheritance;
import io.downlink.service.topics.TransactionalRecords.NotWrittenException;
import io.smallrye.mutiny.Uni;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
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

    private final TopicPartition partition;
    private final int generation;
    private final EventPositions events;
    private final Clock clock;
    private final Lanes lanes;
    private final Gate gate = new Gate();
    private final OpenEnds openEnds = new OpenEnds();
    private final CheckpointTimes checkpoints = new CheckpointTimes();
    private final LateCalls lateCalls;
    private final DayCounts dayCounts;

    private State state = State.TAKING_OVER;
    private @Nullable Inheritance inheritance;
    private Reservation reservation = new Reservation(0);
    /** Offsets of commands that are being called, or whose outcome is being recorded. */
    private final Set<Long> busy = new HashSet<>();
    /** Offsets whose outcome is on its way to Kafka, and where it can stand at the earliest. */
    private final Map<Long, Long> recording = new HashMap<>();

    private long committed = -1;

    private enum State {
        TAKING_OVER,
        OPEN,
        CLOSING,
        OVER
    }

    /**
     * @param generation the consumer group's, when the partition was assigned
     * @param parking by which rules commands are parked
     * @param reader reads parked commands again
     * @param dayCounts goes with the partition
     */
    public Tenure(
            TopicPartition partition,
            int generation,
            EventPositions events,
            Parking parking,
            ParkedReader reader,
            DayCounts dayCounts,
            Clock clock) {
        this.partition = partition;
        this.generation = generation;
        this.events = events;
        this.lanes = new Lanes(parking, places -> reader.read(this, places), clock);
        this.lateCalls = new LateCalls(clock);
        this.dayCounts = dayCounts;
        this.clock = clock;
    }

    public Lanes lanes() {
        return lanes;
    }

    OpenEnds openEnds() {
        return openEnds;
    }

    LateCalls lateCalls() {
        return lateCalls;
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
        lanes.arrived(offset);
        checkpoints.changed();
        return inheritance.finished().contains(offset) ? new Fate.Finished() : fateOfParked(offset);
    }

    /** What was known of a record that was parked, and is read again because its turn has come. */
    synchronized Fate fateOfParked(long offset) {
        if (state == State.OVER || inheritance == null) {
            throw new TenureOverException();
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
            reservation = new Reservation(inherited.reservedBelow());
            events.reached(partition.partition(), inherited.eventsEnd());
            lateCalls.restore(inherited.lateCalls());
            dayCounts.takeOver(partition.partition(), inherited.dayCounts());
            lanes.restore(
                    inherited.finished().position(),
                    inherited.parked(),
                    inherited.interrupted().keySet());
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
    public void close() {
        lanes.close();
        synchronized (this) {
            if (state != State.OVER) {
                state = State.CLOSING;
            }
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
    public void end() {
        @Nullable Inheritance over;
        synchronized (this) {
            over = state == State.OVER ? null : inheritance; // once: it may be this replica's anew by now
            state = State.OVER;
            notifyAll();
        }
        if (over != null) {
            over.close();
            dayCounts.release(partition.partition());
        }
        lanes.drop();
        openEnds.drop();
        gate.open();
    }

    /** Whether what is waited for here may still begin. */
    public synchronized boolean isOpen() {
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

    /** As {@link #callBegins}, of a call without a mark. @return ends when the log knows that there may be one */
    Uni<Void> unmarkedCallBegins(long offset) {
        CommandLog log;
        Reservation reserved;
        synchronized (this) {
            log = callBegins(offset);
            reserved = reservation;
        }
        return reserved.covering(offset, log).onFailure().transform(_ -> new TenureOverException());
    }

    /** Whether an owner before may have called the command without a mark. */
    synchronized boolean mayHaveBeenCalled(long offset) {
        return inheritance != null && offset < inheritance.reservedBelow();
    }

    /**
     * A call was given up in doubt, and may still reach its device.
     *
     * @return ends when no later owner can miss it
     */
    Uni<Void> mayArrive(LateCall call) {
        lateCalls.mayArrive(call); // first: a checkpoint that replaces the entry must know of it
        return unlessOver(log -> log.append(call))
                .onFailure(NotWrittenException.class)
                .transform(_ -> new TenureOverException());
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

    /**
     * Brings a command that waits too long to the log. The event that says so was told.
     *
     * @param toldFrom where that event stands, or behind it
     * @return ends when its record may be acknowledged; fails where that is another replica's business by now
     */
    Uni<Void> park(long offset, long toldFrom) {
        CommandLog log;
        synchronized (this) {
            if (state != State.OPEN || inheritance == null) {
                return Uni.createFrom().failure(TenureOverException::new);
            }
            log = inheritance.log();
        }
        return log.append(new Parked(lanes.parking(offset, toldFrom)))
                .onFailure(NotWrittenException.class)
                .transform(_ -> new TenureOverException());
    }

    /** Where the partition's next event stands, or behind it. */
    long nextEvent() {
        return events.next(partition.partition());
    }

    /** Nothing is left to do for a command that was parked, and no event says so. */
    Uni<Void> unpark(long offset) {
        return unlessOver(log -> log.append(new Unparked(offset)));
    }

    /** Outside of the lock: an entry is made, perhaps, when it is appended. */
    private Uni<Void> unlessOver(Function<CommandLog, Uni<Void>> appending) {
        CommandLog log;
        synchronized (this) {
            if (inheritance == null || state == State.OVER) {
                return Uni.createFrom().failure(TenureOverException::new);
            }
            log = inheritance.log();
        }
        return appending.apply(log);
    }

    /** The record is done with; of one that was so when it came, that says nothing new. */
    void acknowledged(long offset) {
        boolean known;
        synchronized (this) {
            known = inheritance != null && inheritance.finished().contains(offset);
        }
        if (!known) {
            finished(offset);
        }
    }

    /** Its outcome stands in Kafka; of a command that is to be parked, its place stands in the log. */
    void finished(long offset) {
        lanes.finished(offset); // first: a checkpoint that knows it as parked must find its event
        finishedOutsideOfLanes(offset);
    }

    private synchronized void finishedOutsideOfLanes(long offset) {
        callEnded(offset);
        if (inheritance != null && state != State.OVER) {
            inheritance.finished().finish(offset);
            inheritance.log().finished(offset);
            checkpoints.changed();
        }
    }

    /** Everything below it is finished; empty where that is not known, or no business of ours any more. */
    public synchronized OptionalLong position() {
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
     * Notes what is known, unless nothing was learned for a while; what the log has taken is committed either way, for a
     * transaction must not grow old.
     *
     * @return ends when it stands in the log, or could not be written there, which an older note makes up for
     */
    public Uni<Void> checkpoint() {
        return checkpoint(false);
    }

    /** As {@link #checkpoint}, but one that tells of many parked commands is left for a later time. */
    Uni<Void> checkpointNowAndThen() {
        return checkpoint(true);
    }

    private Uni<Void> checkpoint(boolean mayWait) {
        CommandLog log;
        boolean due;
        synchronized (this) {
            if (inheritance == null || state == State.OVER) {
                return Uni.createFrom().voidItem();
            }
            log = inheritance.log();
            Instant now = clock.instant();
            due = checkpoints.isDue(now) && !(mayWait && checkpoints.mayWait(now));
            if (due) {
                checkpoints.begin(now);
            }
        }
        return (due ? log.checkpoint(this::currentCheckpoint) : log.commit())
                .onFailure()
                .recoverWithNull();
    }

    /** The attempt that was marked did not run. */
    void notRun(NotRun entry) {
        unlessOver(log -> log.append(entry))
                .subscribe()
                .with(_ -> {}, failure -> LOGGER.debugf("mark stays reason=%s", failure));
    }

    synchronized Checkpoint currentCheckpoint() {
        if (inheritance == null) {
            throw new TenureOverException();
        }
        Collection<Long> onTheirWay = recording.values();
        long next = events.next(partition.partition());
        long eventsFrom = onTheirWay.isEmpty() ? next : Math.min(next, Collections.min(onTheirWay));
        List<ParkedPlace> parked = lanes.places();
        checkpoints.made(parked.size());
        return inheritance.checkpoint(
                parked, eventsFrom, reservation.below(), lateCalls.left(), dayCounts.of(partition.partition()));
    }
}
