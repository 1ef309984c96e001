package io.downlink.localstack.verdict;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;

/** Which commands stood between their mark and their outcome at a time, as the raw topics say. */
public final class InHand {
    private final Map<Place, Noted> latest = new HashMap<>();
    private final Map<Place, Instant> ended = new HashMap<>();

    private InHand(Collection<Noted> noted, Collection<Told> told, Instant at) {
        for (Noted note : noted) {
            if (!note.at().isAfter(at)) {
                latest.put(new Place(note.partition(), note.commandOffset()), note);
            }
        }
        told.forEach(event -> ended.putIfAbsent(new Place(event.partition(), event.commandOffset()), event.at()));
        latest.entrySet().removeIf(entry -> !entry.getValue().begun() || endedBy(entry.getKey(), at));
    }

    /**
     * @param noted the records of the log, each partition's in its order
     * @param told the final events, each partition's in its order
     */
    public static InHand at(Instant at, Collection<Noted> noted, Collection<Told> told) {
        return new InHand(noted, told, at);
    }

    /** How many of them there were. */
    public int count(Predicate<Noted> which) {
        return (int) latest.values().stream().filter(which).count();
    }

    private boolean endedBy(Place place, Instant at) {
        Instant end = ended.get(place);
        return end != null && !end.isAfter(at);
    }

    private record Place(int partition, long offset) {}
}
