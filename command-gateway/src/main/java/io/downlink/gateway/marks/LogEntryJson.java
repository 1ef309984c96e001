package io.downlink.gateway.marks;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.downlink.contracts.json.JsonObjectReader;
import io.downlink.contracts.json.JsonObjectReader.MissingMemberException;
import io.downlink.contracts.json.JsonObjectWriter;
import io.downlink.gateway.lanes.ParkedPlace;
import io.downlink.gateway.marks.LogEntry.Checkpoint;
import io.downlink.gateway.marks.LogEntry.LastPart;
import io.downlink.gateway.marks.LogEntry.LateCall;
import io.downlink.gateway.marks.LogEntry.Mark;
import io.downlink.gateway.marks.LogEntry.NotRun;
import io.downlink.gateway.marks.LogEntry.Parked;
import io.downlink.gateway.marks.LogEntry.Part;
import io.downlink.gateway.marks.LogEntry.Reserved;
import io.downlink.gateway.marks.LogEntry.Unparked;
import io.downlink.gateway.offsets.OffsetRange;
import io.downlink.gateway.pacing.DayCount;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Entries as JSON. The version before this one and the one after it read them too: what they do not know they leave out,
 * so nothing that an entry says today may ever mean less.
 */
public final class LogEntryJson {
    private LogEntryJson() {}

    static byte[] write(LogEntry entry) {
        return JsonObjectWriter.write(json -> writeTo(json, entry)).getBytes(UTF_8);
    }

    /** @return empty where the value is no entry that this version knows */
    public static Optional<LogEntry> read(byte @Nullable [] value) {
        return JsonObjectReader.read(value, LogEntryJson::entry);
    }

    private static void writeTo(JsonObjectWriter json, LogEntry entry) throws IOException {
        switch (entry) {
            case Mark mark -> {
                json.text("entry", "mark");
                writeTo(json, mark);
            }
            case NotRun notRun -> {
                json.text("entry", "not-run");
                json.number("offset", notRun.offset());
                json.text("deviceId", notRun.deviceId());
            }
            case Reserved(long below) -> {
                json.text("entry", "reserved");
                json.number("below", below);
            }
            case Parked(ParkedPlace place) -> {
                json.text("entry", "parked");
                writeTo(json, List.of(), List.of(), List.of(place));
            }
            case Unparked(long offset) -> {
                json.text("entry", "unparked");
                json.number("offset", offset);
            }
            case LateCall call -> {
                json.text("entry", "late-call");
                writeTo(json, call);
            }
            case Checkpoint checkpoint -> {
                json.text("entry", "checkpoint");
                writeTo(json, checkpoint);
            }
            case Part part -> {
                json.text("entry", "checkpoint-part");
                json.number("number", part.number());
                writeTo(json, part.finished(), part.marks(), part.parked());
            }
            case LastPart(int parts, Checkpoint rest) -> {
                json.text("entry", "checkpoint-last-part");
                json.number("parts", parts);
                writeTo(json, rest);
            }
        }
    }

    private static void writeTo(JsonObjectWriter json, Checkpoint checkpoint) throws IOException {
        json.text("topicId", checkpoint.topicId());
        json.number("position", checkpoint.position());
        writeTo(json, checkpoint.finished(), checkpoint.marks(), checkpoint.parked());
        json.number("eventsFrom", checkpoint.eventsFrom());
        json.number("reservedBelow", checkpoint.reservedBelow());
        if (!checkpoint.lateCalls().isEmpty()) {
            json.objects("lateCalls", checkpoint.lateCalls(), LogEntryJson::writeTo);
        }
        if (!checkpoint.dayCounts().isEmpty()) {
            json.objects("dayCounts", checkpoint.dayCounts(), (object, count) -> {
                object.text("hub", count.hub());
                object.text("day", count.day().toString());
                object.number("messages", count.messages());
            });
        }
    }

    private static void writeTo(
            JsonObjectWriter json, List<OffsetRange> finished, List<Mark> marks, List<ParkedPlace> parked)
            throws IOException {
        if (!finished.isEmpty()) {
            json.objects("finished", finished, (object, range) -> {
                object.number("from", range.from());
                object.number("end", range.end());
            });
        }
        if (!marks.isEmpty()) {
            json.objects("marks", marks, LogEntryJson::writeTo);
        }
        if (!parked.isEmpty()) {
            json.text("parked", PlacesText.write(parked));
        }
    }

    private static void writeTo(JsonObjectWriter json, LateCall call) throws IOException {
        json.number("lane", call.lane());
        json.time("until", call.until());
    }

    private static void writeTo(JsonObjectWriter json, Mark mark) throws IOException {
        json.number("offset", mark.offset());
        json.text("deviceId", mark.deviceId());
        json.time("callEndsBy", mark.callEndsBy());
    }

    private static @Nullable LogEntry entry(JsonObjectReader json) throws MissingMemberException {
        return switch (json.text("entry")) {
            case "mark" -> mark(json);
            case "not-run" -> new NotRun(json.longInteger("offset"), json.text("deviceId"));
            case "reserved" -> new Reserved(json.longInteger("below"));
            case "parked" -> new Parked(PlacesText.read(json.text("parked")).getFirst());
            case "unparked" -> new Unparked(json.longInteger("offset"));
            case "late-call" -> lateCall(json);
            case "checkpoint" -> checkpoint(json);
            case "checkpoint-part" -> new Part(json.integer("number"), finished(json), marks(json), parked(json));
            case "checkpoint-last-part" -> new LastPart(json.integer("parts"), checkpoint(json));
            default -> null; // names come from the wire: a later version may have more
        };
    }

    private static Checkpoint checkpoint(JsonObjectReader json) throws MissingMemberException {
        return new Checkpoint(
                json.text("topicId"),
                json.longInteger("position"),
                finished(json),
                marks(json),
                parked(json),
                json.longInteger("eventsFrom"),
                json.has("reservedBelow") ? json.longInteger("reservedBelow") : Checkpoint.ANY,
                lateCalls(json),
                dayCounts(json));
    }

    private static List<OffsetRange> finished(JsonObjectReader json) throws MissingMemberException {
        List<OffsetRange> finished = new ArrayList<>();
        for (JsonObjectReader range : json.objects("finished")) {
            finished.add(new OffsetRange(range.longInteger("from"), range.longInteger("end")));
        }
        return finished;
    }

    private static List<Mark> marks(JsonObjectReader json) throws MissingMemberException {
        List<Mark> marks = new ArrayList<>();
        for (JsonObjectReader mark : json.objects("marks")) {
            marks.add(mark(mark));
        }
        return marks;
    }

    /** None in what an earlier version has written. */
    private static List<LateCall> lateCalls(JsonObjectReader json) throws MissingMemberException {
        List<LateCall> calls = new ArrayList<>();
        for (JsonObjectReader call : json.objects("lateCalls")) {
            calls.add(lateCall(call));
        }
        return calls;
    }

    /** None in what an earlier version has written. */
    private static List<DayCount> dayCounts(JsonObjectReader json) throws MissingMemberException {
        List<DayCount> counts = new ArrayList<>();
        for (JsonObjectReader count : json.objects("dayCounts")) {
            counts.add(
                    new DayCount(count.text("hub"), LocalDate.parse(count.text("day")), count.longInteger("messages")));
        }
        return counts;
    }

    private static LateCall lateCall(JsonObjectReader json) throws MissingMemberException {
        return new LateCall(json.longInteger("lane"), json.time("until"));
    }

    /** None in what an earlier version has written. */
    private static List<ParkedPlace> parked(JsonObjectReader json) {
        String places = json.textOrNull("parked");
        return places == null ? List.of() : PlacesText.read(places);
    }

    private static Mark mark(JsonObjectReader json) throws MissingMemberException {
        return new Mark(json.longInteger("offset"), json.text("deviceId"), json.time("callEndsBy"));
    }
}
