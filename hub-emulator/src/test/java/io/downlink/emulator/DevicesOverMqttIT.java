package io.downlink.emulator;

import com.microsoft.azure.sdk.iot.device.IotHubClientProtocol;
import io.downlink.emulator.conformance.EmulatorAt;
import io.downlink.emulator.conformance.Over;
import org.junit.jupiter.api.Nested;

/** What devices do over MQTT; direct methods have a class of their own. */
@Over(IotHubClientProtocol.MQTT)
@EmulatorAt("127.69.0.1")
class DevicesOverMqttIT {
    @Nested
    class Telemetry extends TelemetryContract {}

    @Nested
    class Messages extends CloudToDeviceContract {}

    @Nested
    class Twins extends TwinContract {}

    @Nested
    class Modules extends ModuleContract {}

    @Nested
    class Keys extends KeysContract {}

    @Nested
    class Certificates extends CertificatesContract {}

    @Nested
    class ModuleCertificates extends ModuleCertificatesContract {}
}
