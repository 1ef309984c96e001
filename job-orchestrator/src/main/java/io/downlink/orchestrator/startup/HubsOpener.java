package io.downlink.orchestrator.startup;

import io.downlink.hub.HubJobs;
import io.downlink.orchestrator.outcome.HubCallMeters;
import io.downlink.orchestrator.work.CountedCalls;
import io.downlink.orchestrator.work.Hubs;
import io.downlink.orchestrator.work.JobHub;
import io.downlink.service.hubs.HubConfig;
import io.downlink.service.startup.Refusals;
import io.vertx.core.Vertx;
import java.util.Map;
import java.util.function.BiFunction;

/** Opens a client for each configured hub. */
final class HubsOpener {

    private HubsOpener() {}

    /** @param traced puts a hub's calls into traces, by its name */
    static Hubs open(
            Map<String, HubConfig> hubs,
            HubCallMeters meters,
            BiFunction<String, HubJobs, HubJobs> traced,
            Refusals refusals,
            Vertx vertx) {
        return new Hubs(hubs.entrySet().stream()
                .map(hub -> {
                    String name = hub.getKey();
                    HubJobs client = hub.getValue().open(name, refusals, vertx);
                    return new JobHub(name, traced.apply(name, new CountedCalls(client, meters.of(name))));
                })
                .toList());
    }
}
