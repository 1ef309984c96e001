package io.downlink.orchestrator.startup;

import io.downlink.orchestrator.outcome.HubCallMeters;
import io.downlink.orchestrator.work.CountedCalls;
import io.downlink.orchestrator.work.Hubs;
import io.downlink.orchestrator.work.JobHub;
import io.downlink.service.hubs.HubConfig;
import io.downlink.service.startup.Refusals;
import io.vertx.core.Vertx;
import java.util.Map;

/** Opens a client for each configured hub. */
final class HubsOpener {

    private HubsOpener() {}

    static Hubs open(Map<String, HubConfig> hubs, HubCallMeters meters, Refusals refusals, Vertx vertx) {
        return new Hubs(hubs.entrySet().stream()
                .map(hub -> new JobHub(
                        hub.getKey(),
                        new CountedCalls(hub.getValue().open(hub.getKey(), refusals, vertx), meters.of(hub.getKey()))))
                .toList());
    }
}
