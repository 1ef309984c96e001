package io.downlink.emulator;

import com.microsoft.azure.sdk.iot.device.IotHubClientProtocol;
import io.downlink.emulator.conformance.EmulatorAt;
import io.downlink.emulator.conformance.Over;
import org.junit.jupiter.api.Nested;

/** What services do over AMQP. */
@Over(IotHubClientProtocol.AMQPS)
@EmulatorAt("127.69.0.6")
class ServicesOverAmqpIT {
    @Nested
    class BearerTokens extends BearerTokensOverAmqpContract {}

    @Nested
    class Sending extends MessageSendingContract {}

    @Nested
    class Feedback extends FeedbackContract {}
}
