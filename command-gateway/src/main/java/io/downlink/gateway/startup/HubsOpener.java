package io.downlink.gateway.startup;

import io.downlink.gateway.dispatch.CallPermits;
import io.downlink.gateway.dispatch.Hub;
import io.downlink.gateway.dispatch.Hubs;
import io.downlink.service.hubs.HubConfig;
import io.downlink.service.startup.Refusals;
import java.util.Map;

/** Opens a client for each configured hub. */
final class HubsOpener {

    private HubsOpener() {}

    static Hubs open(Map<String, HubConfig> hubs, Refusals refusals) {
        return new Hubs(hubs.entrySet().stream()
                .map(hub -> open(hub.getKey(), hub.getValue(), refusals))
                .toList());
    }

    private static Hub open(String name, HubConfig config, Refusals refusals) {
        return new Hub(name, config.open(name, refusals), new CallPermits(config.callsInFlightMax()));
    }
}
