package io.downlink.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.downlink.contracts.commands.Ack;
import io.downlink.contracts.commands.CommandEvent;
import io.downlink.contracts.commands.CommandEvent.About;
import io.downlink.contracts.commands.CommandEvent.CancelRefused;
import io.downlink.contracts.commands.CommandEvent.Cancelled;
import io.downlink.contracts.commands.CommandEvent.Cause;
import io.downlink.contracts.commands.CommandEvent.Completed;
import io.downlink.contracts.commands.CommandEvent.Conflict;
import io.downlink.contracts.commands.CommandEvent.Enqueued;
import io.downlink.contracts.commands.CommandEvent.Expired;
import io.downlink.contracts.commands.CommandEvent.Failed;
import io.downlink.contracts.commands.CommandEvent.InDoubt;
import io.downlink.contracts.commands.CommandEvent.Invalid;
import io.downlink.contracts.commands.CommandEvent.Parked;
import io.downlink.contracts.commands.CommandEvent.Timing;
import io.downlink.contracts.commands.CommandId;
import io.downlink.contracts.commands.CommandType;
import io.downlink.contracts.commands.Reason;
import io.downlink.contracts.requests.Problem;
import io.downlink.contracts.requests.RequestedBy;
import io.downlink.contracts.requests.Source;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class EventTextTest {
    private static final Instant TIME = Instant.parse("2026-12-01T10:00:00Z");
    private static final Source SOURCE = new Source("downlink.commands", 3, 17);
    private static final About ABOUT = new About(
            TIME,
            new CommandId("default", "pump-1", null, "3f9a"),
            CommandType.DIRECT_METHOD,
            1,
            SOURCE,
            RequestedBy.NOBODY,
            null,
            "v1:00",
            false);
    private static final Cause OFFLINE = new Cause(Reason.DEVICE_NOT_ONLINE, "not connected", 404103, null);

    @ParameterizedTest
    @MethodSource("events")
    void shouldTellAnEventInOneLine(CommandEvent event, String rest, int exitStatus) {
        assertThat(EventText.of(event)).isEqualTo("%-9s  3f9a  pump-1  %s  attempts 1".formatted(event.name(), rest));
        assertThat(SendCommand.exitStatus(event)).isEqualTo(exitStatus);
    }

    static Stream<Arguments> events() {
        return Stream.of(
                Arguments.of(completed(200), "status 200  {\"result\":\"Reboot started.\"}", 0),
                Arguments.of(completed(299), "status 299  {\"result\":\"Reboot started.\"}", 0),
                Arguments.of(completed(300), "status 300  {\"result\":\"Reboot started.\"}", 3),
                Arguments.of(completed(501), "status 501  {\"result\":\"Reboot started.\"}", 3),
                Arguments.of(
                        new Completed(ABOUT, 200, null, new Timing(0, 0, 0)),
                        "status 200  (answer too large for the topic)",
                        0),
                Arguments.of(new Enqueued(ABOUT, "3f9a", TIME, Ack.FULL), "until 2026-12-01T10:00:00Z", 0),
                Arguments.of(new Failed(ABOUT, OFFLINE), "DEVICE_NOT_ONLINE  not connected", 4),
                Arguments.of(new Expired(ABOUT, null), "past its deadline", 4),
                Arguments.of(
                        new Expired(ABOUT, OFFLINE),
                        "past its deadline; before that DEVICE_NOT_ONLINE  not connected",
                        4),
                Arguments.of(new Cancelled(ABOUT), "taken back before it was sent", 4),
                Arguments.of(
                        new InDoubt(ABOUT, new Cause(Reason.CONNECTION_LOST, "it broke", null, null)),
                        "CONNECTION_LOST  it broke; it may have been executed",
                        5),
                Arguments.of(
                        new Invalid(
                                ABOUT,
                                List.of(new Problem("deadlin", null, "unknown"), new Problem("hub", "x", "too short"))),
                        "deadlin: unknown; hub: too short",
                        4),
                Arguments.of(
                        new Conflict(ABOUT, SOURCE),
                        "this id was used with other content at downlink.commands[3]@17",
                        4),
                Arguments.of(new CancelRefused(ABOUT, "the call is open"), "the call is open", 6),
                Arguments.of(
                        new Parked(ABOUT, Reason.DEVICE_NOT_ONLINE, TIME),
                        "DEVICE_NOT_ONLINE, waits until 2026-12-01T10:00:00Z",
                        6));
    }

    private static Completed completed(int status) {
        return new Completed(
                ABOUT,
                status,
                JsonNodeFactory.instance.objectNode().put("result", "Reboot started."),
                new Timing(0, 0, 0));
    }
}
