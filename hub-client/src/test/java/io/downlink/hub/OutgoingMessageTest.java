package io.downlink.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutgoingMessageTest {

    @Test
    void shouldTakeBodyAndPropertiesUpToTheLimitAndNoByteMore() {
        Map<String, String> fourBytes = Map.of("na", "me");
        assertThat(message("d", "m", null, fourBytes, 65_532).body().size()).isEqualTo(65_532);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> message("d", "m", null, fourBytes, 65_533))
                .withMessage("body: at most 65536 bytes together with the properties");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a/b", "ä"})
    void shouldRefuseAnIdThatIsNone(String id) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> message(id, "m", null, Map.of(), 0))
                .withMessageStartingWith("deviceId: ");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> message("d", id, null, Map.of(), 0))
                .withMessageStartingWith("messageId: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a\nb", "ä"})
    void shouldRefuseACorrelationIdThatCannotBePrinted(String id) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> message("d", "m", id, Map.of(), 0))
                .withMessageStartingWith("correlationId: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a=b", "iothub-ack", "IoTHub-x"})
    void shouldRefuseAPropertyNameThatIsNoneOrTheHubs(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> message("d", "m", null, Map.of(name, "v"), 0))
                .withMessageStartingWith("properties: ");
    }

    @Test
    void shouldRefuseAPropertyValueThatCannotBePrinted() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> message("d", "m", null, Map.of("k", "a\tb"), 0))
                .withMessageStartingWith("properties: ");
    }

    @Test
    void shouldNotChangeWithWhatItWasMadeOf() {
        // given
        byte[] bytes = {1};
        Map<String, String> properties = new HashMap<>(Map.of("k", "v"));
        OutgoingMessage message =
                new OutgoingMessage("d", null, "m", Bytes.of(bytes), null, properties, AckLevel.FULL, Instant.EPOCH);
        // when
        bytes[0] = 2;
        properties.clear();
        message.body().toArray()[0] = 3;
        // then
        assertThat(message.body()).isEqualTo(Bytes.of(new byte[] {1}));
        assertThat(message.properties()).containsExactly(Map.entry("k", "v"));
    }

    @Test
    void shouldShowNeitherBodyNorProperties() {
        OutgoingMessage message = new OutgoingMessage(
                "d", null, "m", Bytes.utf8("secret"), null, Map.of("k", "secret"), AckLevel.FULL, Instant.EPOCH);
        assertThat(message.toString()).contains("messageId=m", "size=6").doesNotContain("secret");
    }

    private static OutgoingMessage message(
            String deviceId,
            String messageId,
            @Nullable String correlationId,
            Map<String, String> properties,
            int bodyBytes) {
        return new OutgoingMessage(
                deviceId,
                null,
                messageId,
                Bytes.of(new byte[bodyBytes]),
                correlationId,
                properties,
                AckLevel.FULL,
                Instant.EPOCH);
    }
}
