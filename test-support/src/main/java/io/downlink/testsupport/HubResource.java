package io.downlink.testsupport;

import io.downlink.emulator.EmulatorSettings;
import io.downlink.emulator.HubEmulator;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A hub for a Quarkus application under test: sets {@code downlink.hubs.default.*} to the emulator's policy
 * {@code service}, and fills the fields of type {@link HubEmulator} of the test.
 *
 * <p>It listens at a loopback address of this JVM's own, on the ports that the SDKs of devices know. The argument
 * {@code address} asks for another one: macOS has 127.0.0.1 alone.
 */
public final class HubResource implements QuarkusTestResourceLifecycleManager {
    private static final String ADDRESS = "address";

    private String address = LoopbackAddress.ofThisProcess();
    private @Nullable HubEmulator hub;

    @Override
    public void init(Map<String, String> arguments) {
        address = arguments.getOrDefault(ADDRESS, address);
    }

    @Override
    public Map<String, String> start() {
        HubEmulator started = HubEmulator.start(EmulatorSettings.at(address, dataDir()));
        hub = started;
        return Map.of(
                "downlink.hubs.default.connection-string", started.connectionString("service"),
                "downlink.hubs.default.https-port", Integer.toString(started.httpsPort()),
                "downlink.hubs.default.ca-file", started.caFile().toString());
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

    /** Beside the other things that a build leaves: it holds a certificate, and is looked at when a test fails. */
    private static Path dataDir() {
        try {
            return Files.createTempDirectory(Files.createDirectories(Path.of("target")), "hub-");
        } catch (IOException e) {
            throw new UncheckedIOException("No directory for the hub", e);
        }
    }
}
