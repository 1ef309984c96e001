package io.downlink.gateway.world;

import io.downlink.emulator.EmulatorSettings;
import io.downlink.emulator.HubEmulator;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One emulator as two hubs: {@code default} through the policy {@code service}, and {@code reader} through
 * {@code registryRead}, which may call nothing.
 */
public final class EmulatorHub implements QuarkusTestResourceLifecycleManager {
    /** Of this JVM alone: AMQP has but one port. */
    private static final String ADDRESS = "127.48.%d.%d"
            .formatted(
                    ProcessHandle.current().pid() / 250 % 250,
                    ProcessHandle.current().pid() % 250 + 1);

    private @Nullable HubEmulator hub;

    @Override
    public Map<String, String> start() {
        HubEmulator started = HubEmulator.start(
                EmulatorSettings.at(ADDRESS, directory()).withPorts(List.of(0), EmulatorSettings.AMQPS_PORT, 0));
        hub = started;
        String port = Integer.toString(started.httpsPort());
        String ca = started.caFile().toString();
        return Map.of(
                // So large that no test waits for it; the metrics are those of a hub whose tier is known.
                "downlink.hubs.default.tier",
                "S3",
                "downlink.requests.methods.blink.response-timeout",
                "5s",
                "downlink.hubs.default.connection-string",
                started.connectionString("service"),
                "downlink.hubs.default.https-port",
                port,
                "downlink.hubs.default.ca-file",
                ca,
                "downlink.hubs.reader.connection-string",
                started.connectionString("registryRead"),
                "downlink.hubs.reader.https-port",
                port,
                "downlink.hubs.reader.ca-file",
                ca);
    }

    /** An emulator on free ports of a loopback address, where no message is sent: the SDK sends them to AMQP's one port. */
    public static HubEmulator emulator(String address) {
        return HubEmulator.start(EmulatorSettings.atFreePorts(address, directory()));
    }

    private static Path directory() {
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
