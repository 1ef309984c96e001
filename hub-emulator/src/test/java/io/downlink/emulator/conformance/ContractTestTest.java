package io.downlink.emulator.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContractTestTest {
    @ParameterizedTest
    @CsvSource({
        "shouldReturnStatusAndPayload, should return status and payload",
        "shouldNotFindADevice, should not find a device",
        "shouldRefuseMoreThan128Kilobytes, should refuse more than 128 kilobytes",
    })
    void shouldMakeWordsOfAName(String name, String words) {
        assertThat(ContractTest.words(name)).isEqualTo(words);
    }
}
