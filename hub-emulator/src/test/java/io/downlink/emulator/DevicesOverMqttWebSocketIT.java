package io.downlink.emulator;

import com.microsoft.azure.sdk.iot.device.IotHubClientProtocol;
import io.downlink.emulator.conformance.EmulatorAt;
import io.downlink.emulator.conformance.Over;
import org.junit.jupiter.api.Nested;

/** What devices do over MQTT through a WebSocket. */
@Over(IotHubClientProtocol.MQTT_WS)
@EmulatorAt("127.69.0.2")
class DevicesOverMqttWebSocketIT {
    @Nested
    class Telemetry extends TelemetryContract {}

    @Nested
    class Messages extends CloudToDeviceContract {}

    @Nested
    class Methods extends EmulatedDirectMethods {}

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
