package io.downlink.emulator.amqp;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LinkAddressTest {
    @ParameterizedTest
    @CsvSource({
        "$cbs, CBS",
        "$CBS, CBS",
        "/messages/devicebound, DEVICE_BOUND",
        "/messages/deviceBound, DEVICE_BOUND",
        "amqps://hub.example:5671/messages/deviceBound, DEVICE_BOUND",
        "/messages/serviceBound/feedback, FEEDBACK",
        "amqps://hub.example/messages/servicebound%2Ffeedback, FEEDBACK",
        "/messages/serviceBound/filenotifications, FILE_NOTIFICATIONS",
        "/messages/devicebound/x, UNKNOWN",
        "/devices/pump-1/messages/devicebound, UNKNOWN",
        "amqps://hub.example, UNKNOWN",
        "'', UNKNOWN",
        ", UNKNOWN"
    })
    void shouldKnowAnAddressInAllItsForms(@Nullable String address, LinkAddress expected) {
        assertThat(LinkAddress.of(address)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"a%23b, a#b", "a%C3%BCb, aüb", "a+b, a+b", "50%, 50%", "a%zzb, a%zzb", "a%2, a%2", "%41%, A%"})
    void shouldDecodeWhatIsEncodedAndLeaveTheRest(String text, String decoded) {
        assertThat(PercentText.decode(text)).isEqualTo(decoded);
    }

    @Test
    void shouldLeaveALonePercentSignAtTheEnd() {
        assertThat(PercentText.decode("%")).isEqualTo("%");
    }
}
