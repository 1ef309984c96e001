package io.downlink.gateway.repeats;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many commands that have ended this replica remembers, of all its partitions together. Where there is no room for
 * more it forgets the oldest ones, so that all partitions reach back about as far.
 */
public final class RepeatMemory {
    private final Duration window;
    private final int commandsMax;
    private final Clock clock;
    private final Set<EndedCommands> partitions = ConcurrentHashMap.newKeySet();
    private final AtomicInteger commands = new AtomicInteger();

    /**
     * @param window how long a command is remembered
     * @param commandsMax how many at most; each takes up to 48 bytes
     */
    public RepeatMemory(Duration window, int commandsMax, Clock clock) {
        this.window = window;
        this.commandsMax = commandsMax;
        this.clock = clock;
    }

    /** Room for another partition, until it is closed. */
    public EndedCommands open() {
        EndedCommands opened = new EndedCommands(this, window, clock);
        partitions.add(opened);
        return opened;
    }

    /** What has ended before then is not remembered. */
    public Instant windowStart() {
        return clock.instant().minus(window);
    }

    /** How many commands are remembered. */
    public int commands() {
        return commands.get();
    }

    /** How far back every partition reaches: the window, unless there is no room for so much. */
    public Duration covered() {
        return partitions.stream()
                .map(EndedCommands::covered)
                .min(Comparator.naturalOrder())
                .orElse(window);
    }

    void added(int number) {
        commands.addAndGet(number);
    }

    void closed(EndedCommands partition) {
        partitions.remove(partition);
    }

    synchronized void makeRoom() {
        while (commands.get() > commandsMax) {
            Optional<EndedCommands> reachesBackFurthest = partitions.stream()
                    .filter(partition -> partition.oldest().isPresent())
                    .min(Comparator.comparingLong(
                            partition -> partition.oldest().orElse(Long.MAX_VALUE)));
            if (reachesBackFurthest.isEmpty()) {
                return;
            }
            reachesBackFurthest.get().forgetOldest();
        }
    }
}
