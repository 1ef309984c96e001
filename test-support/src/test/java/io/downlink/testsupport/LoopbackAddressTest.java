package io.downlink.testsupport;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoopbackAddressTest {

    @ParameterizedTest
    @CsvSource({
        "1, 127.64.0.1",
        "256, 127.64.1.0",
        "65535, 127.64.255.255",
        "65536, 127.65.0.0",
        "4194303, 127.127.255.255"
    })
    void shouldDifferForEachProcess(long pid, String address) {
        assertThat(LoopbackAddress.of(pid)).isEqualTo(address);
    }
}
