package io.downlink.orchestrator.world;

import io.downlink.emulator.EmulatorSettings;
import io.downlink.emulator.HubEmulator;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The emulator as hub {@code default}: one slot, as on S1. */
public final class EmulatorHub implements QuarkusTestResourceLifecycleManager {
    private @Nullable HubEmulator hub;

    @Override
    public Map<String, String> start() {
        HubEmulator started = emulator("127.53.0.1");
        hub = started;
        return config(started);
    }

    /** An emulator on free ports of a loopback address. */
    public static HubEmulator emulator(String address) {
        return emulator(address, UnaryOperator.identity());
    }

    /** @param settings changes those of {@link #emulator(String)} */
    public static HubEmulator emulator(String address, UnaryOperator<EmulatorSettings> settings) {
        return HubEmulator.start(settings.apply(EmulatorSettings.atFreePorts(address, directory())));
    }

    /** What the orchestrator has to know of it; it looks often, for tests wait. */
    public static Map<String, String> config(HubEmulator hub) {
        return Map.of(
                "downlink.hubs.default.connection-string", hub.connectionString("service"),
                "downlink.hubs.default.https-port", Integer.toString(hub.httpsPort()),
                "downlink.hubs.default.ca-file", hub.caFile().toString(),
                "downlink.jobs.poll-interval", "100ms",
                "downlink.jobs.queries-per-minute", "6000");
    }

    static Path directory() {
        try {
            return Files.createTempDirectory(Path.of("target"), "hub-");
        } catch (IOException e) {
            throw new UncheckedIOException("No directory for the hub", e);
        }
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
