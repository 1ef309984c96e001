package io.downlink.emulator.admin;

import static io.vertx.core.http.HttpMethod.GET;
import static io.vertx.core.http.HttpMethod.POST;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.downlink.emulator.http.Exchange;
import io.downlink.emulator.http.Route;
import io.downlink.emulator.hub.HubError;
import io.downlink.emulator.hub.HubException;
import io.downlink.emulator.security.Right;
import io.downlink.emulator.time.MovableTime;
import io.downlink.emulator.time.TwoClocks;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.List;

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
        ObjectNode body = exchange.jsonObject();
        Duration hub = duration(body, ADVANCE);
        Duration wall = duration(body, ADVANCE_WALL);
        if (!body.has(ADVANCE) && !body.has(ADVANCE_WALL)) {
            throw invalid(ADVANCE + " or " + ADVANCE_WALL + " must be given, as in {\"" + ADVANCE + "\":\"PT1H\"}.");
        }
        int fired = clocks.advance(hub);
        fired += clocks.advanceWallClock(wall);
        exchange.reply(200, ClockBody.write(clocks).put("timersFired", fired));
    }

    private static Duration duration(ObjectNode body, String field) {
        JsonNode value = body.path(field);
        if (value.isMissingNode()) {
            return Duration.ZERO;
        }
        try {
            Duration by = Duration.parse(value.asText());
            if (!by.isNegative() && by.compareTo(MovableTime.ADVANCE_MAX) <= 0) {
                return by;
            }
        } catch (DateTimeParseException notADuration) {
            throw invalidDuration(field);
        }
        throw invalidDuration(field);
    }

    private static HubException invalidDuration(String field) {
        return invalid(field + " must be a duration as ISO 8601 writes it, such as PT1H, from PT0S to PT"
                + MovableTime.ADVANCE_MAX.toHours() + "H: clocks only move ahead.");
    }

    private static HubException invalid(String message) {
        return new HubException(HubError.ARGUMENT_INVALID, message);
    }
}
