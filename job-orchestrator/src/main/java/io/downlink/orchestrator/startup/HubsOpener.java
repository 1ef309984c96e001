package io.downlink.orchestrator.startup;

import io.downlink.orchestrator.work.Hubs;
import io.downlink.orchestrator.work.JobHub;
import io.downlink.service.hubs.HubConfig;
import io.downlink.service.startup.Refusals;
import java.util.Map;

/** Opens a client for each configured hub. */
final class HubsOpener {

    private HubsOpener() {}

    static Hubs open(Map<String, HubConfig> hubs, Refusals refusals) {
        return new Hubs(hubs.entrySet().stream()
                .map(hub -> new JobHub(hub.getKey(), hub.getValue().open(hub.getKey(), refusals)))
                .toList());
    }
}
