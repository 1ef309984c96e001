package io.downlink.gateway.startup;

import io.downlink.gateway.config.DownlinkConfig.HubConfig;
import io.downlink.gateway.dispatch.CallPermits;
import io.downlink.gateway.dispatch.Hub;
import io.downlink.gateway.dispatch.Hubs;
import io.downlink.hub.HubSettings;
import io.downlink.hub.SdkHubClient;
import java.util.Map;

/** Opens a client for each configured hub. */
final class HubsOpener {

    private HubsOpener() {}

    static Hubs open(Map<String, HubConfig> hubs) {
        return new Hubs(hubs.entrySet().stream()
                .map(hub -> Refusal.naming("downlink.hubs." + hub.getKey(), () -> open(hub.getKey(), hub.getValue())))
                .toList());
    }

    private static Hub open(String name, HubConfig config) {
        HubSettings settings = HubSettings.fromConnectionString(
                name,
                config.connectionString(),
                config.httpsPort(),
                config.caFile().orElse(null),
                config.callsInFlightMax());
        try {
            return new Hub(name, SdkHubClient.open(settings), new CallPermits(config.callsInFlightMax()));
        } catch (IllegalStateException unfitJvm) {
            throw Refusal.because(String.valueOf(unfitJvm.getMessage()));
        }
    }
}
