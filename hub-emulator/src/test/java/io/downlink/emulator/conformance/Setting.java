package io.downlink.emulator.conformance;

import com.microsoft.azure.sdk.iot.device.IotHubClientProtocol;
import io.downlink.emulator.HubEmulator;
import io.downlink.emulator.TestCertificate;
import io.downlink.emulator.TestIssuer;

/**
 * What a contract is kept in.
 *
 * @param emulator sends feedback soon, and listens at port 443
 * @param protocol what the SDK under test speaks
 * @param authority registered with the emulator, to sign the certificates of devices
 * @param issuer whose bearer tokens the emulator takes; it has no key yet
 */
public record Setting(HubEmulator emulator, IotHubClientProtocol protocol, TestCertificate authority, TestIssuer issuer)
        implements AutoCloseable {
    @Override
    public void close() {
        emulator.close();
        issuer.close();
    }
}
