package io.downlink.emulator;

import com.microsoft.azure.sdk.iot.device.IotHubClientProtocol;
import io.downlink.emulator.conformance.Setting;
import io.downlink.emulator.hub.DeviceId;
import org.junit.jupiter.api.BeforeEach;

/** What holds over each transport that has the feature; the class that runs it says over which. */
abstract class TransportContract {
    private Setting setting;

    @BeforeEach
    final void meet(Setting setting) {
        this.setting = setting;
    }

    final Setting setting() {
        return setting;
    }

    final HubEmulator emulator() {
        return setting.emulator();
    }

    /** What the SDK under test speaks. */
    final IotHubClientProtocol protocol() {
        return setting.protocol();
    }

    /** Registers a device; returns its connection string. */
    final String register(String deviceId) {
        return TestHub.register(emulator(), deviceId);
    }

    final boolean connected(String device) {
        return emulator().hub().registry().get(new DeviceId(device)).connected();
    }
}
