package io.downlink.simulator.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AbsenteesTest {
    private static final List<String> FLEET = DeviceIds.parse("pump-1..pump-20");

    @ParameterizedTest
    @CsvSource({"0.0,0", "0.1,2", "0.12,2", "0.13,3", "1.0,20"})
    void shouldKeepTheShareOfTheFleetOffline(double rate, int absent) {
        assertThat(Absentees.of(FLEET, List.of(), rate, 1)).hasSize(absent).isSubsetOf(FLEET);
    }

    @Test
    void shouldChooseTheSameDevicesForTheSameSeedAndOthersForAnother() {
        var first = Absentees.of(FLEET, List.of(), 0.25, 1);

        assertThat(Absentees.of(FLEET, List.of(), 0.25, 1)).isEqualTo(first);
        assertThat(Absentees.of(FLEET, List.of(), 0.25, 2)).isNotEqualTo(first);
    }

    @Test
    void shouldCountNamedDevicesIntoTheShare() {
        assertThat(Absentees.of(FLEET, List.of("pump-9"), 0.1, 1)).hasSize(2).contains("pump-9");
    }

    @Test
    void shouldKeepNamedDevicesOfflineWhateverTheRate() {
        assertThat(Absentees.of(FLEET, List.of("pump-9", "pump-8"), 0, 1))
                .containsExactlyInAnyOrder("pump-8", "pump-9");
    }

    @Test
    void shouldRefuseADeviceThatIsNotOfTheFleet() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Absentees.of(FLEET, List.of("pump-9", "valve-1"), 0, 1))
                .withMessageContaining("[valve-1]");
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, 1.1, Double.NaN})
    void shouldRefuseARateOutOfRange(double rate) {
        assertThatIllegalArgumentException().isThrownBy(() -> Absentees.of(FLEET, List.of(), rate, 1));
    }
}
