package io.downlink.gateway.repeats;

import io.downlink.contracts.commands.CommandEvent;
import io.downlink.contracts.commands.CommandId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The commands of one partition that have ended, and where the final event of each stands: for the time of the window,
 * and a twelfth of it more, since they are forgotten slice by slice. Fewer where there is no room.
 *
 * <p>Safe for use by many threads.
 */
public final class EndedCommands {
    private static final int SLICES = 12;

    private final RepeatMemory memory;
    private final Duration window;
    private final long sliceMillis;
    private final Clock clock;

    /** By the number of their time since the epoch. */
    private final NavigableMap<Long, Slice> slices = new TreeMap<>();
    /** Slices below this number are forgotten. */
    private long firstKept = Long.MIN_VALUE;
    /** What had ended by then was forgotten for want of room. */
    private Instant forgottenUpTo = Instant.EPOCH;
    /** Every command that has ended since then is known, as far as the window reaches. */
    private Instant since;

    /** Events on their way to Kafka, which have no place yet. */
    private final Map<CommandId, CommandEvent> untold = new ConcurrentHashMap<>();

    EndedCommands(RepeatMemory memory, Duration window, Clock clock) {
        this.memory = memory;
        this.window = window;
        this.sliceMillis = Math.max(1, window.toMillis() / SLICES);
        this.clock = clock;
        this.since = clock.instant();
    }

    /** It has ended, and Kafka does not have its event yet: {@link #told} or {@link #notTold} follows. */
    public void ended(CommandEvent event) {
        if (endsACommand(event)) {
            untold.put(event.about().id(), event);
        }
    }

    /** @return the event of a command that has ended, as long as it is on its way to Kafka */
    @Nullable
    CommandEvent untold(CommandId id) {
        return untold.get(id);
    }

    /** Kafka has the event. */
    public void told(CommandEvent event, long offset) {
        if (endsACommand(event)) {
            learn(event.about().id(), event.about().time(), offset, event instanceof CommandEvent.InDoubt);
            notTold(event);
        }
    }

    /** A repeat's answer does not. */
    private static boolean endsACommand(CommandEvent event) {
        return event.isFinal() && !event.about().replayed();
    }

    /** The event will never have a place. */
    public void notTold(CommandEvent event) {
        untold.remove(event.about().id(), event);
    }

    /**
     * A final event is there. Of two about one command the first one counts, unless that was in doubt.
     *
     * @param time when the command ended
     * @param offset where the event stands
     */
    public void learn(CommandId id, Instant time, long offset, boolean inDoubt) {
        learn(IdentityHash.of(id), time, new Place(offset, inDoubt));
        memory.makeRoom();
    }

    private synchronized void learn(long hash, Instant time, Place place) {
        Instant now = clock.instant();
        forgetExpired(now);
        long number = numberOf(time.isAfter(now) ? now : time);
        if (number < firstKept) {
            return;
        }
        for (Slice slice : slices.values()) {
            long found = slice.find(hash);
            if (found != Slice.NONE) {
                slice.put(hash, Place.of(found).or(place).toNumber());
                return;
            }
        }
        slices.computeIfAbsent(number, _ -> new Slice()).put(hash, place.toNumber());
        memory.added(1);
    }

    /** @return where an event may stand that ended the command; only the event itself tells whether it did */
    public synchronized OptionalLong find(CommandId id) {
        forgetExpired(clock.instant());
        long hash = IdentityHash.of(id);
        for (Slice slice : slices.descendingMap().values()) {
            long found = slice.find(hash);
            if (found != Slice.NONE) {
                return OptionalLong.of(Place.of(found).offset());
            }
        }
        return OptionalLong.empty();
    }

    /** Whether what ended at that time would be kept. */
    public synchronized boolean keeps(Instant time) {
        forgetExpired(clock.instant());
        return numberOf(time) >= firstKept;
    }

    /** Everything is known that has ended since then, but for what was forgotten for want of room. */
    public synchronized void completeSince(Instant time) {
        since = later(time, forgottenUpTo);
    }

    /** How far back it reaches. */
    synchronized Duration covered() {
        Duration covered = Duration.between(since, clock.instant());
        return covered.compareTo(window) < 0 ? covered : window;
    }

    /** The number of the oldest slice; empty where there is none. */
    synchronized OptionalLong oldest() {
        forgetExpired(clock.instant());
        return slices.isEmpty() ? OptionalLong.empty() : OptionalLong.of(slices.firstKey());
    }

    /** Makes room. What ends from now on is remembered again. */
    synchronized void forgetOldest() {
        Map.Entry<Long, Slice> oldest = slices.pollFirstEntry();
        if (oldest == null) {
            return;
        }
        memory.added(-oldest.getValue().size());
        Instant now = clock.instant();
        long current = numberOf(now);
        forgottenUpTo = oldest.getKey() < current ? startOf(oldest.getKey() + 1) : now;
        firstKept = Math.max(firstKept, Math.min(oldest.getKey() + 1, current));
        since = later(since, forgottenUpTo);
    }

    /** Forgets everything: the partition is another replica's. */
    public void close() {
        synchronized (this) {
            firstKept = Long.MAX_VALUE;
            slices.values().forEach(slice -> memory.added(-slice.size()));
            slices.clear();
        }
        memory.closed(this);
    }

    synchronized long bytes() {
        return slices.values().stream().mapToLong(Slice::bytes).sum();
    }

    private void forgetExpired(Instant now) {
        long first = numberOf(now.minus(window));
        firstKept = Math.max(firstKept, first);
        while (!slices.isEmpty() && slices.firstKey() < firstKept) {
            memory.added(-slices.pollFirstEntry().getValue().size());
        }
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private long numberOf(Instant time) {
        return Math.floorDiv(time.toEpochMilli(), sliceMillis);
    }

    private Instant startOf(long number) {
        return Instant.ofEpochMilli(number * sliceMillis);
    }
}
