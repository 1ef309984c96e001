package io.downlink.emulator.amqp;

import static org.assertj.core.api.Assertions.assertThat;

import io.downlink.emulator.hub.ClientId;
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
        "/devices/pump-1/elsewhere, UNKNOWN",
        "/devices/pump 1/messages/events, UNKNOWN",
        "/devices//messages/events, UNKNOWN",
        "/devices/pump-1/modules/messages/events, UNKNOWN",
        "amqps://hub.example, UNKNOWN",
        "'', UNKNOWN",
        ", UNKNOWN"
    })
    void shouldKnowAnAddressInAllItsForms(@Nullable String address, LinkAddress.Place expected) {
        assertThat(LinkAddress.of(address)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "/devices/pump-1/messages/events, pump-1, , EVENTS",
        "/devices/Pump-1/messages/deviceBound, Pump-1, , DEVICE_BOUND",
        "amqps://hub.example/devices/pump-1/methods/devicebound, pump-1, , METHODS",
        "devices/pump-1/twin/, pump-1, , TWIN",
        "/devices/a%23b/twin, a%23b, , TWIN",
        "/devices/pump-1/modules/meter/twin, pump-1, meter, TWIN",
        "/devices/pump-1/modules/meter/messages/events, pump-1, meter, EVENTS"
    })
    void shouldKnowThePlacesOfDevicesWhoseIdsStandAsTheyAre(
            String address, String device, @Nullable String module, LinkAddress.Endpoint endpoint) {
        assertThat(LinkAddress.of(address)).isEqualTo(new LinkAddress.OfClient(ClientId.of(device, module), endpoint));
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
