package io.downlink.emulator.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.downlink.emulator.security.HostNames;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VicinityTest {
    private final Vicinity vicinity = new Vicinity(new HostNames(List.of("10.1.2.3", "hub.test")));

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, 127.0.0.1",
        "127.72.0.2, HUB.test",
        "::1, ::1",
        "0:0:0:0:0:0:0:1, localhost",
        "127.0.0.1, 10.1.2.3"
    })
    void shouldIncludeWhoIsHereAndMeansTheHub(String peer, String called) {
        assertThat(vicinity.includes(peer, called)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"10.1.2.3, 10.1.2.3", "172.17.0.1, localhost", "fe80::1, hub.test", ", hub.test"})
    void shouldNotIncludeOtherMachines(@Nullable String peer, String called) {
        assertThat(vicinity.includes(peer, called)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.1, evil.test", "127.0.0.1, hub.test.evil.test", "127.0.0.1, 10.1.2.4", "127.0.0.1,"})
    void shouldNotIncludePagesOfOtherSites(String peer, @Nullable String called) {
        assertThat(vicinity.includes(peer, called)).isFalse();
    }
}
