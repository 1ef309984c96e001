package io.downlink.simulator.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.downlink.simulator.record.Body.Binary;
import io.downlink.simulator.record.Body.Text;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BodyTest {

    @ParameterizedTest
    @ValueSource(strings = {"", "hello", "Tür \u0000 \uFEFF \uD83D\uDD12 \u2028\r\n\"\\", "\uFFFD"})
    void shouldKeepTextAsText(String text) {
        assertThat(Body.of(text.getBytes(StandardCharsets.UTF_8))).isEqualTo(new Text(text));
    }

    /** A lone byte, a cut sequence, an overlong NUL, a surrogate. */
    @ParameterizedTest
    @ValueSource(strings = {"ff", "c3", "c080", "eda080"})
    void shouldKeepBytesThatAreNoUtf8AsBase64(String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex);

        assertThat(Body.of(bytes)).isEqualTo(new Binary(Base64.getEncoder().encodeToString(bytes)));
    }

    @Test
    void shouldGiveEveryByteBack() {
        byte[] bytes = new byte[256];
        for (int value = 0; value < bytes.length; value++) {
            bytes[value] = (byte) value;
        }

        assertThat(Body.of(bytes))
                .isInstanceOfSatisfying(
                        Binary.class,
                        binary -> assertThat(Base64.getDecoder().decode(binary.base64()))
                                .isEqualTo(bytes));
    }
}
