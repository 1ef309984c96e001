package io.downlink.collector.world;

import io.downlink.emulator.EmulatorSettings;
import io.downlink.emulator.HubEmulator;
import io.downlink.emulator.hub.AckLevel;
import io.downlink.emulator.hub.CloudToDeviceMessage;
import io.downlink.emulator.hub.DeviceId;
import io.downlink.emulator.hub.MessagingRules;
import io.downlink.testsupport.TestDevice;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One emulator, whose feedback comes at once, as two hubs: {@code default} through the policy {@code service}, and
 * {@code reader} through {@code registryRead}, which may receive nothing.
 */
public final class EmulatorHub implements QuarkusTestResourceLifecycleManager {
    private @Nullable HubEmulator hub;

    @Override
    public Map<String, String> start() {
        HubEmulator started = emulator("127.60.0.1");
        hub = started;
        Map<String, String> config = new HashMap<>(config(started, "default", "service"));
        config.putAll(config(started, "reader", "registryRead"));
        TestDevice.connected(started, "canary-1");
        config.put("downlink.collector.canary.default.device-id", "canary-1");
        config.put("downlink.collector.canary.default.every", "2s");
        return config;
    }

    /** At the standard port for AMQP, the only one that the SDK knows. */
    public static HubEmulator emulator(String address) {
        return emulator(address, MessagingRules.DEFAULT.withFeedbackPause(Duration.ofMillis(100)));
    }

    public static HubEmulator emulator(String address, MessagingRules rules) {
        return HubEmulator.start(EmulatorSettings.at(address, directory()).with(rules));
    }

    public static Map<String, String> config(HubEmulator hub, String name, String policy) {
        String key = "downlink.hubs." + name;
        return Map.of(
                key + ".connection-string", hub.connectionString(policy),
                key + ".https-port", Integer.toString(hub.httpsPort()),
                key + ".ca-file", hub.caFile().toString());
    }

    /** Sends a message to a device, and asks for feedback of every kind. */
    public static void send(HubEmulator hub, String deviceId, @Nullable String messageId, Duration timeToLive) {
        hub.hub()
                .messages()
                .send(
                        new DeviceId(deviceId),
                        new CloudToDeviceMessage(
                                messageId,
                                null,
                                null,
                                "/devices/" + deviceId + "/messages/deviceBound",
                                null,
                                null,
                                Instant.now().plus(timeToLive),
                                AckLevel.FULL,
                                Map.of(),
                                ByteBuffer.allocate(0)));
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
