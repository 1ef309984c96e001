package io.downlink.emulator.conformance;

import com.microsoft.azure.sdk.iot.device.IotHubClientProtocol;
import io.downlink.emulator.HubEmulator;
import io.downlink.emulator.TestCertificate;

/**
 * What a contract is kept in.
 *
 * @param emulator sends feedback soon, and listens at port 443
 * @param protocol what the SDK under test speaks
 * @param authority registered with the emulator, to sign the certificates of devices
 */
public record Setting(HubEmulator emulator, IotHubClientProtocol protocol, TestCertificate authority)
        implements AutoCloseable {
    @Override
    public void close() {
        emulator.close();
    }
}
