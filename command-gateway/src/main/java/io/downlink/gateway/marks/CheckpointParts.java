package io.downlink.gateway.marks;

import io.downlink.gateway.lanes.ParkedPlace;
import io.downlink.gateway.marks.LogEntry.Checkpoint;
import io.downlink.gateway.marks.LogEntry.LastPart;
import io.downlink.gateway.marks.LogEntry.Mark;
import io.downlink.gateway.marks.LogEntry.Part;
import io.downlink.gateway.offsets.OffsetRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Takes checkpoints apart that are too large for one record, and puts them together. */
public final class CheckpointParts {
    /** A mark takes most: with the longest device id about 250 bytes, of the million that a record has. */
    private static final int ENTRIES_MAX = 2_500;

    private final List<Part> parts = new ArrayList<>();

    /** What is written of a checkpoint: itself, if it is small enough. */
    static List<LogEntry> of(Checkpoint checkpoint) {
        List<LogEntry> entries = new ArrayList<>();
        List<OffsetRange> finished = checkpoint.finished();
        List<Mark> marks = checkpoint.marks();
        List<ParkedPlace> parked = checkpoint.parked();
        while (finished.size() + marks.size() + parked.size() > ENTRIES_MAX) {
            int ranges = Math.min(finished.size(), ENTRIES_MAX);
            int calls = Math.min(marks.size(), ENTRIES_MAX - ranges);
            int places = Math.min(parked.size(), ENTRIES_MAX - ranges - calls);
            entries.add(new Part(
                    entries.size(), finished.subList(0, ranges), marks.subList(0, calls), parked.subList(0, places)));
            finished = finished.subList(ranges, finished.size());
            marks = marks.subList(calls, marks.size());
            parked = parked.subList(places, parked.size());
        }
        if (entries.isEmpty()) {
            return List.of(checkpoint);
        }
        entries.add(new LastPart(
                entries.size(),
                new Checkpoint(
                        checkpoint.topicId(),
                        checkpoint.position(),
                        finished,
                        marks,
                        parked,
                        checkpoint.eventsFrom(),
                        checkpoint.reservedBelow(),
                        checkpoint.lateCalls(),
                        checkpoint.dayCounts())));
        return entries;
    }

    /** The next one that was read. What does not follow its predecessor belongs to a checkpoint whose beginning was not. */
    public void read(Part part) {
        if (part.number() == 0) {
            parts.clear();
        }
        if (part.number() == parts.size()) {
            parts.add(part);
        }
    }

    /** @return empty if not all of it was read */
    public Optional<Checkpoint> read(LastPart last) {
        List<Part> read = List.copyOf(parts);
        parts.clear();
        if (read.size() != last.parts()) {
            return Optional.empty();
        }
        Checkpoint rest = last.rest();
        List<OffsetRange> finished = new ArrayList<>();
        List<Mark> marks = new ArrayList<>();
        List<ParkedPlace> parked = new ArrayList<>();
        for (Part part : read) {
            finished.addAll(part.finished());
            marks.addAll(part.marks());
            parked.addAll(part.parked());
        }
        finished.addAll(rest.finished());
        marks.addAll(rest.marks());
        parked.addAll(rest.parked());
        return Optional.of(new Checkpoint(
                rest.topicId(),
                rest.position(),
                finished,
                marks,
                parked,
                rest.eventsFrom(),
                rest.reservedBelow(),
                rest.lateCalls(),
                rest.dayCounts()));
    }
}
