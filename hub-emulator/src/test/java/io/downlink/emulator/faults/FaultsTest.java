package io.downlink.emulator.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.downlink.emulator.hub.DeviceId;
import org.junit.jupiter.api.Test;

class FaultsTest {
    private static final DeviceId PUMP = new DeviceId("pump-1");
    private static final DeviceId OTHER = new DeviceId("pump-2");

    private final Faults faults = new Faults();

    @Test
    void shouldHappenAsOftenAsAsked() {
        faults.add(new Fault.ExecuteThenClose(PUMP, 2));

        assertThat(faults.closesInsteadOfAnswering(OTHER)).isFalse();
        assertThat(faults.closesInsteadOfAnswering(PUMP)).isTrue();
        assertThat(faults.all()).hasSize(1);
        assertThat(faults.closesInsteadOfAnswering(PUMP)).isTrue();
        assertThat(faults.closesInsteadOfAnswering(PUMP)).isFalse();
        assertThat(faults.all()).isEmpty();
    }

    @Test
    void shouldBefallEveryDeviceUntilItIsRemoved() {
        String id = faults.add(new Fault.ExecuteThenClose(null, null));

        assertThat(faults.closesInsteadOfAnswering(PUMP)).isTrue();
        assertThat(faults.closesInsteadOfAnswering(OTHER)).isTrue();
        assertThat(faults.remove(id)).isTrue();
        assertThat(faults.closesInsteadOfAnswering(PUMP)).isFalse();
        assertThat(faults.remove(id)).isFalse();
    }

    @Test
    void shouldUseOneFaultForOneAnswer() {
        faults.add(new Fault.ExecuteThenClose(PUMP, 1));
        faults.add(new Fault.ExecuteThenClose(null, 1));

        assertThat(faults.closesInsteadOfAnswering(PUMP)).isTrue();
        assertThat(faults.all()).hasSize(1);
    }

    @Test
    void shouldRefuseACountThatIsNone() {
        assertThatThrownBy(() -> new Fault.ExecuteThenClose(PUMP, 0)).hasMessageContaining("times");
    }
}
