package io.downlink.emulator;

import com.microsoft.azure.sdk.iot.device.IotHubClientProtocol;
import io.downlink.emulator.conformance.EmulatorAt;
import io.downlink.emulator.conformance.Over;
import org.junit.jupiter.api.Nested;

/** What devices do over AMQP through a WebSocket. */
@Over(IotHubClientProtocol.AMQPS_WS)
@EmulatorAt("127.69.0.4")
class DevicesOverAmqpWebSocketIT {
    @Nested
    class Telemetry extends TelemetryContract {}

    @Nested
    class Messages extends MessageOutcomeContract {}

    @Nested
    class Methods extends EmulatedDirectMethods {}

    @Nested
    class Twins extends TwinContract {}

    @Nested
    class Modules extends ModuleContract {}

    @Nested
    class Multiplexing extends MultiplexingContract {}

    @Nested
    class Keys extends KeysContract {}
}
