package io.downlink.contracts.commands;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.downlink.contracts.commands.CommandEvent.About;
import io.downlink.contracts.commands.CommandEvent.Cancelled;
import io.downlink.contracts.commands.CommandEvent.Invalid;
import io.downlink.contracts.commands.CommandEvent.Parked;
import io.downlink.contracts.requests.RequestedBy;
import io.downlink.contracts.requests.Source;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventOutlineTest {
    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
    private static final CommandId ID = new CommandId("default", "pump-1", "engine", "c-1");
    private static final Source SOURCE = new Source("downlink.commands", 3, 5_000_000_000L);

    private final CommandEventWriter writer = new CommandEventWriter("events", "/test", 1_000_000);

    @Test
    void shouldTellWhatTheWriterWrites() {
        assertThat(EventOutline.read(writer.write(new Cancelled(about(CommandType.DIRECT_METHOD, false)))
                        .value()))
                .hasValue(new EventOutline("cancelled", true, ID, SOURCE));
        assertThat(EventOutline.read(
                        writer.write(new Parked(about(CommandType.DIRECT_METHOD, false), Reason.DEVICE_NOT_ONLINE, NOW))
                                .value()))
                .hasValue(new EventOutline("parked", false, ID, SOURCE));
    }

    @Test
    void shouldTakeNeitherAnAnswerToARepeatNorWhatIsSaidOfACancelForTheEndOfACommand() {
        assertThat(EventOutline.read(writer.write(new Cancelled(about(CommandType.DIRECT_METHOD, true)))
                        .value()))
                .hasValue(new EventOutline("cancelled", false, ID, SOURCE));
        assertThat(EventOutline.read(writer.write(new Invalid(about(CommandType.CANCEL, false), List.of()))
                        .value()))
                .hasValue(new EventOutline("invalid", false, ID, SOURCE));
    }

    @Test
    void shouldNotCareForOrderOrForWhatItDoesNotKnow() {
        assertThat(read("""
                        {"later": {"event": "other", "source": {"topic": "x"}}, "payload": ["commandId", {"hub": "x"}],
                         "source": {"offset": 7, "new": [1], "partition": 2, "topic": "t"}, "commandId": "c", "time": null,
                         "deviceId": "d", "hub": "h", "final": true, "event": "a-later-one"}"""))
                .isEqualTo(new EventOutline(
                        "a-later-one", true, new CommandId("h", "d", null, "c"), new Source("t", 2, 7)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "no JSON",
                "{\"event\": \"completed\", \"final\": true",
                "{\"event\": 1, \"hub\": {}, \"deviceId\": [], \"commandId\": null, \"source\": 5}",
                "{\"event\": \"e\", \"hub\": \"h\", \"deviceId\": \"d\", \"commandId\": \"c\", \"source\": {\"topic\": \"t\"}}"
            })
    void shouldFindNothingInWhatIsNoEvent(String value) {
        assertThat(EventOutline.read(value.getBytes(UTF_8))).isEmpty();
    }

    @Test
    void shouldFindNothingWhereThereIsNoValue() {
        assertThat(EventOutline.read(null)).isEmpty();
    }

    private static EventOutline read(String json) {
        return EventOutline.read(json.getBytes(UTF_8)).orElseThrow();
    }

    private static About about(CommandType type, boolean replayed) {
        return new About(NOW, ID, type, 1, SOURCE, RequestedBy.NOBODY, null, "v1:0", replayed);
    }
}
