package io.downlink.emulator.admin;

import static io.vertx.core.http.HttpMethod.GET;

import io.downlink.emulator.faults.Faults;
import io.downlink.emulator.http.Exchange;
import io.downlink.emulator.http.Route;
import io.downlink.emulator.hub.Hub;
import io.downlink.emulator.jobs.Jobs;
import io.downlink.emulator.security.Right;
import io.downlink.emulator.time.TwoClocks;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** What the hub looks like, for programs and for people. Nothing of it can be changed here, and nothing in it is secret. */
public final class StatusApi {
    /** Ids and texts of faults come from anywhere: should one ever get through unescaped, the browser runs nothing. */
    private static final Map<String, String> PAGE = Map.of(
            "Content-Type", "text/html; charset=utf-8",
            "Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
            "X-Content-Type-Options", "nosniff",
            "Referrer-Policy", "no-referrer",
            "Cache-Control", "no-store");

    private static final Map<String, String> JSON = Map.of(
            "Content-Type", "application/json; charset=utf-8",
            "X-Content-Type-Options", "nosniff",
            "Cache-Control", "no-store");

    private final Status status;

    public StatusApi(Hub hub, Jobs jobs, Faults faults, TwoClocks clocks) {
        this.status = new Status(hub, jobs, faults, clocks);
    }

    /** Both forms of it; from another machine only the owner's policy may. */
    public List<Route> routes() {
        return List.of(
                Route.ownNearby(GET, "/$emulator/status", Right.OPERATE_EMULATOR, this::json),
                Route.ownNearby(GET, "/$emulator", Right.OPERATE_EMULATOR, this::page));
    }

    private void json(Exchange exchange) {
        exchange.replyBytes(200, JSON, status.write().toString().getBytes(StandardCharsets.UTF_8));
    }

    private void page(Exchange exchange) {
        byte[] page = StatusPage.of(status.write()).getBytes(StandardCharsets.UTF_8);
        exchange.replyBytes(200, PAGE, page);
    }
}
