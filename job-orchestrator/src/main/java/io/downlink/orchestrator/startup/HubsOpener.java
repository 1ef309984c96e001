package io.downlink.orchestrator.startup;

import io.downlink.hub.HubJobs;
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
                .map(hub -> open(hub.getKey(), hub.getValue(), refusals))
                .toList());
    }

    private static JobHub open(String name, HubConfig config, Refusals refusals) {
        if (config.open(name, refusals) instanceof HubJobs jobs) {
            return new JobHub(name, jobs);
        }
        throw refusals.because("its hub client has no jobs yet");
    }
}
