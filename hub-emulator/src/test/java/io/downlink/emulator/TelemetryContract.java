package io.downlink.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.microsoft.azure.sdk.iot.device.Message;
import io.downlink.emulator.conformance.Covers;
import io.downlink.emulator.conformance.Feature;
import io.downlink.emulator.hub.DeviceId;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a device sends, whatever it speaks: the SDK returns when the hub has it. */
@Covers(Feature.TELEMETRY)
abstract class TelemetryContract extends TransportContract {
    @Test
    void shouldAcknowledgeAMessageWithProperties() throws Exception {
        try (SdkDevice device = SdkDevice.connect(emulator(), register("properties"), protocol())) {
            Message message = new Message("hello");
            message.setMessageId("m-1");
            message.setCorrelationId("c-1");
            message.setProperty("name", "a value & 100% ü+=?");

            device.client().sendEvent(message);
        }
        assertThat(emulator().hub().registry().get(new DeviceId("properties")).lastActivity())
                .isNotNull();
    }

    @Test
    void shouldAcknowledgeALargeMessage() {
        try (SdkDevice device = SdkDevice.connect(emulator(), register("large-one"), protocol())) {
            assertThatCode(() -> device.client().sendEvent(new Message(new byte[250 * 1024])))
                    .doesNotThrowAnyException();
        }
    }

    @Test
    void shouldAcknowledgeMessagesThatAreOnTheirWayTogether() throws Exception {
        try (SdkDevice device = SdkDevice.connect(emulator(), register("together"), protocol())) {
            List<CompletableFuture<Void>> sent =
                    IntStream.range(0, 20).mapToObj(i -> send(device, "n" + i)).toList();

            assertThat(sent).allSatisfy(one -> assertThat(one).succeedsWithin(Duration.ofSeconds(20)));
        }
    }

    private static CompletableFuture<Void> send(SdkDevice device, String text) {
        CompletableFuture<Void> sent = new CompletableFuture<>();
        device.client()
                .sendEventAsync(
                        new Message(text),
                        (_, failure, _) -> {
                            if (failure == null) {
                                sent.complete(null);
                            } else {
                                sent.completeExceptionally(failure);
                            }
                        },
                        null);
        return sent;
    }
}
