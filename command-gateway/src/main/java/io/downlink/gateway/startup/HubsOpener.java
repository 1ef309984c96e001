package io.downlink.gateway.startup;

import io.downlink.gateway.dispatch.Hub;
import io.downlink.gateway.dispatch.Hubs;
import io.downlink.gateway.pacing.OwnPart;
import io.downlink.gateway.pacing.Pacer;
import io.downlink.gateway.pacing.Wakeups;
import io.downlink.service.hubs.HubConfig;
import io.downlink.service.startup.Refusals;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.Map;

/** Opens a client for each configured hub. */
final class HubsOpener {

    private HubsOpener() {}

    static Hubs open(Map<String, HubConfig> hubs, Refusals refusals, OwnPart part, Vertx vertx, Clock clock) {
        return new Hubs(hubs.entrySet().stream()
                .map(hub -> open(hub.getKey(), hub.getValue(), refusals, part, vertx, clock))
                .toList());
    }

    private static Hub open(String name, HubConfig config, Refusals refusals, OwnPart part, Vertx vertx, Clock clock) {
        Wakeups timer = Wakeups.byTimer();
        int places = config.callsInFlightMax();
        Pacer pacer = config.size(name, refusals)
                .map(size -> Pacer.forSize(name, places, size, part, timer, clock))
                .orElseGet(() -> Pacer.unpaced(name, places, timer, clock));
        return new Hub(name, config.open(name, refusals, vertx), pacer);
    }
}
