package io.downlink.emulator;

import com.microsoft.azure.sdk.iot.device.IotHubClientProtocol;
import io.downlink.emulator.conformance.EmulatorAt;
import io.downlink.emulator.conformance.Over;

/** Direct methods over MQTT, which everybody uses. */
@Over(IotHubClientProtocol.MQTT)
@EmulatorAt("127.40.0.1")
class DirectMethodsIT extends EmulatedDirectMethods {}
