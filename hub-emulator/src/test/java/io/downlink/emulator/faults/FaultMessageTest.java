package io.downlink.emulator.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FaultMessageTest {
    @Test
    void shouldReadWhatTheSdksSend() {
        FaultMessage message = FaultMessage.of(Map.of(
                "AzIoTHub_FaultOperationType", "KillAmqpMethodReqLink",
                "AzIoTHub_FaultOperationCloseReason", "Boom",
                "AzIoTHub_FaultOperationDelayInSecs", "1",
                "AzIoTHub_FaultOperationDurationInSecs", "100000"));

        assertThat(message)
                .isEqualTo(new FaultMessage(
                        FaultOperation.KILL_AMQP_METHOD_REQUEST_LINK,
                        Duration.ofSeconds(1),
                        FaultMessage.DURATION_MAX,
                        "Boom"));
    }

    @Test
    void shouldNotWaitWithoutEnd() {
        FaultMessage message = FaultMessage.of(
                Map.of("AzIoTHub_FaultOperationType", "KillTcp", "AzIoTHub_FaultOperationDelayInSecs", "2147483647"));

        assertThat(message)
                .isEqualTo(new FaultMessage(
                        FaultOperation.KILL_TCP, FaultMessage.DURATION_MAX, Duration.ofSeconds(5), ""));
    }

    @Test
    void shouldTakeFiveSecondsWhereNothingIsSaid() {
        FaultMessage message = FaultMessage.of(
                Map.of("AzIoTHub_FaultOperationType", "KillTcp", "AzIoTHub_FaultOperationDelayInSecs", "soon"));

        assertThat(message)
                .isEqualTo(new FaultMessage(FaultOperation.KILL_TCP, Duration.ofSeconds(5), Duration.ofSeconds(5), ""));
    }

    @Test
    void shouldLeaveOrdinaryMessagesAlone() {
        assertThat(FaultMessage.of(Map.of("level", "3"))).isNull();
        assertThat(FaultMessage.of(Map.of("AzIoTHub_FaultOperationType", "KillEverybody")))
                .isNull();
    }
}
