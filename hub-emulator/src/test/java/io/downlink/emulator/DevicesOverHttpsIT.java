package io.downlink.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.microsoft.azure.sdk.iot.device.IotHubClientProtocol;
import com.microsoft.azure.sdk.iot.device.Message;
import com.microsoft.azure.sdk.iot.device.exceptions.IotHubClientException;
import io.downlink.emulator.conformance.Covers;
import io.downlink.emulator.conformance.EmulatorAt;
import io.downlink.emulator.conformance.Feature;
import io.downlink.emulator.conformance.Over;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What devices do over HTTPS; the SDK asks for messages every 10 ms. */
@Over(IotHubClientProtocol.HTTPS)
@EmulatorAt("127.69.0.5")
class DevicesOverHttpsIT {
    @Nested
    @Covers(Feature.TELEMETRY)
    class Telemetry extends TelemetryContract {
        @Test
        void shouldAcknowledgeABatch() {
            try (SdkDevice device = SdkDevice.connect(emulator(), register("batch"), protocol())) {
                assertThatCode(() -> device.client().sendEvents(List.of(new Message("two"), new Message("three"))))
                        .doesNotThrowAnyException();
            }
            assertThat(connected("batch")).isFalse();
        }

        @Test
        void shouldRefuseAMessageThatIsTooLarge() {
            try (SdkDevice device = SdkDevice.connect(emulator(), register("large"), protocol())) {
                assertThatThrownBy(() -> device.client().sendEvent(new Message(new byte[256 * 1024])))
                        .isInstanceOf(IotHubClientException.class);
            }
        }
    }

    @Nested
    class Messages extends MessageOutcomeContract {}

    @Nested
    class Keys extends KeysContract {}

    @Nested
    class Certificates extends CertificatesContract {}
}
