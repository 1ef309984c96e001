package io.downlink.gateway.replicas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OwnAddressTest {

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, 8081, http://127.0.0.1:8081",
        "localhost, 80, http://127.0.0.1:80",
        "::1, 8081, http://[0:0:0:0:0:0:0:1]:8081"
    })
    void shouldBeWhereThePortIsBound(String host, int port, String url) {
        OwnAddress address = OwnAddress.bound(host, port);

        assertThat(address.asMetadata()).isEqualTo(url);
        assertThat(OwnAddress.read(address.asMetadata())).isEqualTo(address.url());
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "::"})
    void shouldBeNobodysWhereThePortIsBoundToAllAndNothingTellsMachinesApart(String host) {
        // whatever the machine's name stands for, if for anything
        assertThat(OwnAddress.bound(host, 8081).asMetadata())
                .doesNotContain("//127.", "//0.0.0.0", "[0:0:0:0:0:0:0:1]", "[0:0:0:0:0:0:0:0]");
    }

    @Test
    void shouldBeThisMachinesOwnWhereThePortIsBoundToAll() throws UnknownHostException {
        assertThat(OwnAddress.ofMachine(InetAddress.getByName("10.0.0.7"), 8081).asMetadata())
                .isEqualTo("http://10.0.0.7:8081");
        assertThat(OwnAddress.ofMachine(InetAddress.getByName("2001:db8::7"), 8081)
                        .asMetadata())
                .isEqualTo("http://[2001:db8:0:0:0:0:0:7]:8081");
        assertThat(OwnAddress.ofMachine(InetAddress.getByName("127.0.1.1"), 8081))
                .isEqualTo(OwnAddress.NONE);
    }

    @Test
    void shouldNotBeAnAddressOfALink() throws UnknownHostException {
        InetAddress link = Inet6Address.getByAddress(
                "replica", InetAddress.getByName("fe80::1").getAddress(), 3);
        assertThat(OwnAddress.ofMachine(link, 8081)).isEqualTo(OwnAddress.NONE);
    }

    @Test
    void shouldNotBeKnownWhereNobodyKnowsThePortOrTheHost() {
        assertThat(OwnAddress.bound("127.0.0.1", 0)).isEqualTo(OwnAddress.NONE);
        assertThat(OwnAddress.bound("no such host", 8081)).isEqualTo(OwnAddress.NONE);
        assertThat(OwnAddress.NONE.asMetadata()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://gateway-1.example.org:8443", "http://10.0.0.7:8081", "http://gateway-1"})
    void shouldBeWhatAnOperatorSays(String url) {
        assertThat(OwnAddress.of(URI.create(url)).asMetadata()).isEqualTo(url);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.0.0.7:8081",
                "gateway-1",
                "ftp://10.0.0.7",
                "http:///path",
                "http://10.0.0.7:8081/",
                "http://10.0.0.7:8081?a=b",
                "http://10.0.0.7:8081#a",
                "http://user@10.0.0.7:8081",
                "http://gateway_1:8081"
            })
    void shouldBeAnAddressAndNothingElse(String text) {
        assertThat(OwnAddress.read(text)).isEmpty();
    }

    @Test
    void shouldRefuseAnOperatorsMistakeAndSayWhatToWrite() {
        assertThatThrownBy(() -> OwnAddress.of(URI.create("http://10.0.0.7:8081/api")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("\"http://10.0.0.7:8081/api\"", "such as http://10.0.0.7:8081");
        assertThatThrownBy(() -> OwnAddress.of(URI.create("http://gateway_1:8081")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no \"_\"");
    }

    @Test
    void shouldReadNothingFromWhatOthersWrite() {
        assertThat(OwnAddress.read("")).isEmpty();
        assertThat(OwnAddress.read("moved by hand, 2026-11-21")).isEmpty();
    }
}
