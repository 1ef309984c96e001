package io.downlink.simulator.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceIdsTest {

    @Test
    void shouldCountBothEndsWhenARangeIsGiven() {
        List<String> ids = DeviceIds.parse("pump-1..pump-22");

        assertThat(ids).hasSize(22).startsWith("pump-1", "pump-2").endsWith("pump-22");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "pump-1                     | pump-1",
                "pump-1, valve-7            | pump-1 valve-7",
                "pump-1,,valve-7,           | pump-1 valve-7",
                "pump-2..pump-4,pump-3,a    | pump-2 pump-3 pump-4 a",
                "pump-08..pump-11           | pump-08 pump-09 pump-10 pump-11",
                "7..9                       | 7 8 9",
                "p1-1..p1-2                 | p1-1 p1-2",
                "pump-5..pump-5             | pump-5",
                "a:b.c_d*e!(f)=@;$'         | a:b.c_d*e!(f)=@;$'"
            })
    void shouldNameEachDeviceOnceInTheOrderWritten(String list, String expected) {
        assertThat(DeviceIds.parse(list)).containsExactly(expected.split(" "));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pump-5..pump-4",
                "a,pump-5..pump-4",
                "pump-1..valve-4",
                "pump-1..x",
                "pump-1..",
                "pump..pump-3",
                "p-1..p-100001",
                "p-1..p-99999999999",
                "",
                " , ",
                "a b",
                "ä"
            })
    void shouldRefuseWhatNamesNoDevices(String list) {
        assertThatIllegalArgumentException().isThrownBy(() -> DeviceIds.parse(list));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a+b", "a#b", "a?b", "a%2Fb"})
    void shouldRefuseAnIdThatTheSdkCannotCarry(String id) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DeviceIds.parse("pump-1," + id))
                .withMessageContaining('"' + id + '"')
                .withMessageContaining("cannot carry");
    }

    @Test
    void shouldTakeAnIdOf128CharactersAndRefuseOneMore() {
        assertThat(DeviceIds.parse("a".repeat(128))).hasSize(1);
        assertThatIllegalArgumentException().isThrownBy(() -> DeviceIds.parse("a".repeat(129)));
    }
}
