package io.downlink.orchestrator.world;

import io.downlink.emulator.EmulatorSettings;
import io.downlink.emulator.HubEmulator;
import io.downlink.emulator.throttling.ThrottlingRules;
import io.downlink.emulator.throttling.Tier;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The emulator as hub {@code default}, as slow as one unit of S1, which the orchestrator knows. */
public final class SmallHub implements QuarkusTestResourceLifecycleManager {
    private @Nullable HubEmulator hub;

    @Override
    public Map<String, String> start() {
        HubEmulator started = HubEmulator.start(EmulatorSettings.atFreePorts("127.62.0.1", EmulatorHub.directory())
                .with(ThrottlingRules.of(Tier.S1, 1)));
        hub = started;
        Map<String, String> config = new HashMap<>(EmulatorHub.config(started));
        config.put("downlink.hubs.default.tier", "S1");
        config.put("downlink.jobs.poll-interval", "1s");
        return config;
    }

    @Override
    public void inject(TestInjector test) {
        if (hub != null) {
            test.injectIntoFields(hub, new TestInjector.MatchesType(HubEmulator.class));
        }
    }

    @Override
    public void stop() {
        if (hub != null) {
            hub.close();
        }
    }
}
