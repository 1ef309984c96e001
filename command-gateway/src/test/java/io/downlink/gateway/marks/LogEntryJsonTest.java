package io.downlink.gateway.marks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

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
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

class LogEntryJsonTest {
    private static final Mark MARK = new Mark(4711, "pump-1", Instant.parse("2026-11-21T10:00:40Z"));

    private static final LateCall LATE = new LateCall(-4_711_000_000_000L, Instant.parse("2026-11-21T10:00:45.5Z"));

    private static final DayCount DAY = new DayCount("default", LocalDate.parse("2026-11-21"), 400_001);

    private static final ParkedPlace PLACE =
            new ParkedPlace(12, -4_711_000_000_000L, 4_711_000_000_000L, Instant.parse("2026-11-21T11:00:00.123Z"), 17);

    static final List<LogEntry> ENTRIES = List.of(
            MARK,
            new NotRun(4711, "pump-1"),
            new Parked(PLACE),
            new Unparked(12),
            LATE,
            new Part(0, List.of(new OffsetRange(12, 14)), List.of(MARK), List.of(PLACE)),
            new Part(1, List.of(), List.of(), List.of(PLACE, PLACE)),
            new LastPart(
                    2,
                    new Checkpoint(
                            "topic-1", 10, List.of(), List.of(), List.of(PLACE), 99, 7, List.of(LATE), List.of(DAY))),
            new Checkpoint(
                    "topic-1",
                    10,
                    List.of(new OffsetRange(12, 14)),
                    List.of(MARK),
                    List.of(PLACE),
                    99,
                    7,
                    List.of(LATE),
                    List.of(DAY)),
            new Reserved(1_000),
            new Checkpoint("topic-1", 0, List.of(), List.of(), List.of(), 0, 0, List.of(), List.of()));

    @ParameterizedTest
    @FieldSource("ENTRIES")
    void shouldReadWhatItWrites(LogEntry entry) {
        assertThat(LogEntryJson.read(LogEntryJson.write(entry))).contains(entry);
    }

    /** Other versions read it: a change of this text is a change of the log. */
    @Test
    void shouldWriteAMarkInTheFormThatOtherVersionsRead() {
        assertThat(new String(LogEntryJson.write(MARK), UTF_8))
                .isEqualTo("{\"entry\":\"mark\",\"offset\":4711,\"deviceId\":\"pump-1\","
                        + "\"callEndsBy\":\"2026-11-21T10:00:40Z\"}");
    }

    @Test
    void shouldReadTheCheckpointOfAnEarlierVersion() {
        String written = "{\"entry\":\"checkpoint\",\"topicId\":\"topic-1\",\"position\":10,"
                + "\"finished\":[{\"from\":12,\"end\":14}],\"marks\":[{\"offset\":4711,\"deviceId\":\"pump-1\","
                + "\"callEndsBy\":\"2026-11-21T10:00:40Z\"}],\"eventsFrom\":99}";
        assertThat(LogEntryJson.read(written.getBytes(UTF_8)))
                .contains(new Checkpoint(
                        "topic-1",
                        10,
                        List.of(new OffsetRange(12, 14)),
                        List.of(MARK),
                        List.of(),
                        99,
                        Checkpoint.ANY,
                        List.of(),
                        List.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"entry\":\"parked\",\"offset\":1}", "{\"entry\":\"mark\"}", "no JSON", "[]"})
    void shouldReadNothingFromWhatItDoesNotKnow(String value) {
        assertThat(LogEntryJson.read(value.getBytes(UTF_8))).isEmpty();
    }
}
