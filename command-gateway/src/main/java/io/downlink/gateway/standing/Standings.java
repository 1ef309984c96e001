package io.downlink.gateway.standing;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.downlink.contracts.commands.CommandId;
import io.downlink.gateway.cancelling.HeldCommand;
import io.downlink.gateway.cancelling.HeldCommands;
import io.downlink.gateway.intake.Partitioning;
import io.downlink.gateway.repeats.EndedCommands;
import io.downlink.gateway.repeats.PastEvents;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Looks commands up, in whatever of the partitions is ours: a foreign partitioner may have put a device's commands where
 * nobody would look for them.
 */
public final class Standings {
    private static final int NOT_KNOWN = -1;

    private final Supplier<Map<Integer, EndedCommands>> known;
    private final HeldCommands held;
    private final Predicate<CommandId> waits;
    private final PastEvents events;
    private final Partitioning partitioning;

    /**
     * @param known what has ended, by the partitions that are ours now
     * @param waits whether a command waits here without being held, because it is parked
     * @param events where the events of commands that have ended are read back
     */
    public Standings(
            Supplier<Map<Integer, EndedCommands>> known,
            HeldCommands held,
            Predicate<CommandId> waits,
            PastEvents events,
            Partitioning partitioning) {
        this.known = known;
        this.held = held;
        this.waits = waits;
        this.events = events;
        this.partitioning = partitioning;
    }

    /** While Kafka is away, and the command has ended, it waits. */
    public Uni<Standing> of(CommandId id) {
        Map<Integer, EndedCommands> ours = known.get();
        Standing unlessEnded = unlessEnded(id, ours);
        List<Place> places = ours.entrySet().stream()
                .flatMap(partition -> partition.getValue().find(id).stream()
                        .mapToObj(offset -> new Place(partition.getKey(), offset)))
                .toList();
        return Multi.createFrom()
                .iterable(places)
                .onItem()
                .transformToUniAndConcatenate(place -> events.at(place.partition(), place.offset())
                        .map(event -> event.isEmpty()
                                ? Optional.<Standing>of(new Standing.Forgotten())
                                : event.filter(found -> found.about().id().equals(id))
                                        .<Standing>map(Standing.Ended::new)))
                .filter(Optional::isPresent)
                .map(Optional::orElseThrow)
                .toUni()
                .onItem()
                .ifNull()
                .continueWith(unlessEnded);
    }

    private Standing unlessEnded(CommandId id, Map<Integer, EndedCommands> ours) {
        return held.standing(id).<Standing>map(Standing.Held::new).orElseGet(() -> {
            if (waits.test(id)) {
                return new Standing.Held(HeldCommand.Standing.WAITING);
            }
            OptionalInt partition = partitioning.of(id.deviceId().getBytes(UTF_8));
            return partition.isPresent() && ours.containsKey(partition.getAsInt())
                    ? new Standing.Unknown()
                    : new Standing.Elsewhere(partition.orElse(NOT_KNOWN));
        });
    }

    private record Place(int partition, long offset) {}
}
