package io.downlink.contracts.commands;

import com.fasterxml.jackson.databind.node.NullNode;
import io.downlink.contracts.JsonTexts;
import io.downlink.contracts.commands.CommandEvent.About;
import io.downlink.contracts.commands.CommandEvent.Cause;
import io.downlink.contracts.commands.CommandEvent.Timing;
import io.downlink.contracts.requests.Problem;
import io.downlink.contracts.requests.RequestedBy;
import io.downlink.contracts.requests.Source;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** Events of every kind, with and without what may be missing. */
final class Events {
    static final Instant TIME = Instant.parse("2026-12-01T09:00:01.500Z");
    static final Timing TIMING = new Timing(1.5, 40.25, 46);
    static final About FULL = new About(
            TIME,
            new CommandId("default", "pump-17", "valve", "2f1c"),
            CommandType.DIRECT_METHOD,
            2,
            new Source("downlink.commands", 3, 17),
            new RequestedBy("/ops", "alice", "e-1", "shift-7"),
            JsonTexts.tree("{\"ticket\":\"INC-4711\",\"n\":1.50}"),
            "v1:" + "0a".repeat(32),
            true);
    static final About SPARE = new About(
            TIME,
            new CommandId("default", "pump-17", null, "downlink.commands-3-17"),
            null,
            0,
            new Source("downlink.commands", 0, 0),
            RequestedBy.NOBODY,
            null,
            "v1:" + "0a".repeat(32),
            false);
    private static final Cause FULL_CAUSE =
            new Cause(Reason.DEVICE_NOT_ONLINE, "the device is not connected", 404103, "t-1");
    private static final Cause SPARE_CAUSE = new Cause(Reason.HUB_UNAVAILABLE, "no route to host", null, null);

    private Events() {}

    static Stream<CommandEvent> all() {
        return Stream.of(FULL, SPARE).flatMap(Events::all);
    }

    private static Stream<CommandEvent> all(About about) {
        return Stream.of(
                new CommandEvent.Completed(
                        about, 200, JsonTexts.tree("{\"result\":\"Reboot started.\",\"n\":1.50}"), TIMING),
                new CommandEvent.Completed(about, -1, NullNode.getInstance(), TIMING),
                new CommandEvent.Completed(about, 200, null, TIMING),
                new CommandEvent.Enqueued(about, "2f1c", TIME, Ack.FULL),
                new CommandEvent.Failed(about, FULL_CAUSE),
                new CommandEvent.Failed(about, SPARE_CAUSE),
                new CommandEvent.Expired(about, FULL_CAUSE),
                new CommandEvent.Expired(about, null),
                new CommandEvent.Cancelled(about),
                new CommandEvent.InDoubt(about, FULL_CAUSE),
                new CommandEvent.InDoubt(about, SPARE_CAUSE),
                new CommandEvent.Invalid(
                        about, List.of(new Problem("deadlin", "1", "unknown"), new Problem("key", null, "missing"))),
                new CommandEvent.Conflict(about, new Source("downlink.commands", 3, 9)),
                new CommandEvent.CancelRefused(about, "it has been sent"),
                new CommandEvent.Parked(about, Reason.DEVICE_NOT_ONLINE, TIME));
    }
}
