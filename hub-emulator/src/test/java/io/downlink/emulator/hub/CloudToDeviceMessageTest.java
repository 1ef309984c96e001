package io.downlink.emulator.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CloudToDeviceMessageTest {
    private static final int TO = "/devices/d/messages/devicebound".length();

    @Test
    void shouldCountBodyTextsAndPropertiesAgainstTheLimit() {
        int rest = 64 * 1024 - TO - "id".length() - "name".length() - "ü".length() * 2;

        assertThatCode(() -> message("id", Map.of("name", "ü"), rest)).doesNotThrowAnyException();
        assertThatThrownBy(() -> message("id", Map.of("name", "ü"), rest + 1))
                .isInstanceOfSatisfying(
                        HubException.class,
                        refusal -> assertThat(refusal.error()).isEqualTo(HubError.MESSAGE_TOO_LARGE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "with space", "ü"})
    void shouldRefuseAnIdOutsideTheAlphabet(String id) {
        assertThatThrownBy(() -> message(id, Map.of(), 1))
                .isInstanceOfSatisfying(
                        HubException.class,
                        refusal -> assertThat(refusal.error()).isEqualTo(HubError.ARGUMENT_INVALID));
    }

    @Test
    void shouldRefuseAnIdOfMoreThan128Characters() {
        assertThatCode(() -> message("x".repeat(128), Map.of(), 1)).doesNotThrowAnyException();
        assertThatThrownBy(() -> message("x".repeat(129), Map.of(), 1)).isInstanceOf(HubException.class);
    }

    @Test
    void shouldKeepWhatItWasMadeOf() {
        Map<String, String> properties = new HashMap<>(Map.of("a", "1"));
        CloudToDeviceMessage message = message(null, properties, 3);
        properties.clear();
        message.body().get();

        assertThat(message.properties()).containsExactly(Map.entry("a", "1"));
        assertThat(message.body().remaining()).isEqualTo(3);
        assertThat(message.bytes()).hasSize(3);
    }

    @Test
    void shouldRefuseALevelOfAcknowledgementThatIsNone() {
        assertThatThrownBy(() -> AckLevel.of("perhaps")).isInstanceOf(HubException.class);
        assertThat(AckLevel.of(null)).isEqualTo(AckLevel.NONE);
    }

    private static CloudToDeviceMessage message(@Nullable String id, Map<String, String> properties, int bytes) {
        return new CloudToDeviceMessage(
                id,
                null,
                null,
                "/devices/d/messages/devicebound",
                null,
                null,
                null,
                AckLevel.NONE,
                properties,
                ByteBuffer.allocate(bytes));
    }
}
