package io.downlink.emulator.admin;

import static io.vertx.core.http.HttpMethod.GET;
import static io.vertx.core.http.HttpMethod.POST;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.downlink.emulator.http.Exchange;
import io.downlink.emulator.http.Route;
import io.downlink.emulator.hub.HubError;
import io.downlink.emulator.hub.HubException;
import io.downlink.emulator.security.Right;
import io.downlink.emulator.time.MovableTime;
import io.downlink.emulator.time.TwoClocks;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/** Reads and moves the two clocks. */
public final class ClockApi {
    private static final String ADVANCE = "advance";
    private static final String ADVANCE_WALL = "advanceWall";

    private final TwoClocks clocks;

    public ClockApi(TwoClocks clocks) {
        this.clocks = clocks;
    }

    public List<Route> routes() {
        return List.of(
                Route.own(
                        GET,
                        "/$emulator/clock",
                        Right.OPERATE_EMULATOR,
                        exchange -> exchange.reply(200, ClockBody.write(clocks))),
                Route.ownSlow(POST, "/$emulator/clock", Right.OPERATE_EMULATOR, this::move));
    }

    private void move(Exchange exchange) {
        Move move = Move.read(exchange.jsonObject());
        int fired = clocks.advance(move.hub());
        fired += clocks.advanceWallClock(move.wall());
        exchange.reply(200, ClockBody.write(clocks).put("timersFired", fired));
    }

    /** How far each of the clocks is to go. */
    private record Move(Duration hub, Duration wall) {
        static Move read(ObjectNode body) {
            Fields fields = new Fields(body);
            try {
                Duration hub = duration(fields, ADVANCE);
                Duration wall = duration(fields, ADVANCE_WALL);
                fields.nothingElse();
                if (!body.has(ADVANCE) && !body.has(ADVANCE_WALL)) {
                    throw new IllegalArgumentException(
                            ADVANCE + " or " + ADVANCE_WALL + " must be given, as in {\"" + ADVANCE + "\":\"PT1H\"}.");
                }
                return new Move(hub, wall);
            } catch (IllegalArgumentException refused) {
                throw new HubException(HubError.ARGUMENT_INVALID, String.valueOf(refused.getMessage()));
            }
        }

        private static Duration duration(Fields fields, String name) {
            Duration by = Objects.requireNonNullElse(fields.optionalDuration(name), Duration.ZERO);
            if (by.isNegative()) {
                throw new IllegalArgumentException(name + " " + by + ": clocks only move ahead; from PT0S up");
            }
            if (by.compareTo(MovableTime.ADVANCE_MAX) > 0) {
                throw new IllegalArgumentException(name + " " + by + ": at most PT" + MovableTime.ADVANCE_MAX.toHours()
                        + "H at once; go further in several steps");
            }
            return by;
        }
    }
}
