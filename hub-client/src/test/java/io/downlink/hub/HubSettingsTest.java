package io.downlink.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HubSettingsTest {
    private static final String KEY = "c2VydmljZS1rZXk=";

    @Test
    void shouldReadAConnectionStringInAnyOrder() {
        // when
        HubSettings hub = HubSettings.fromConnectionString(
                "plant",
                " SharedAccessKey=" + KEY + ";HostName=127.0.0.1;SharedAccessKeyName=service\n",
                8443,
                null,
                7);
        // then
        assertThat(hub)
                .isEqualTo(
                        new HubSettings("plant", "127.0.0.1", 8443, new SharedAccessPolicy("service", KEY), null, 7));
        assertThat(hub.hostAndPort()).isEqualTo("127.0.0.1:8443");
    }

    @Test
    void shouldLeaveOutThePortWhenItIsThatOfHttps() {
        assertThat(new HubSettings("plant", "hub.net", 443, new SharedAccessPolicy("service", KEY), null, 1)
                        .hostAndPort())
                .isEqualTo("hub.net");
    }

    @Test
    void shouldHideTheKeyWhenPrinted() {
        HubSettings hub =
                new HubSettings("plant", "hub.net", 443, new SharedAccessPolicy("service", KEY), Path.of("ca.pem"), 1);
        assertThat(hub.toString()).contains("hub.net", "service", "ca.pem").doesNotContain(KEY);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                                                           | HostName is missing",
                "SharedAccessKeyName=service;SharedAccessKey=a2V5             | HostName is missing",
                "HostName=;SharedAccessKeyName=service;SharedAccessKey=a2V5   | HostName is missing",
                "HostName=h;SharedAccessKey=a2V5                              | SharedAccessKeyName is missing",
                "HostName=h;SharedAccessKeyName=service                       | SharedAccessKey is missing",
                "HostName=h;SharedAccessKeyName=service;SharedAccessKey=k*y   | SharedAccessKey is not base64",
                "HostName=h:8443;SharedAccessKeyName=s;SharedAccessKey=a2V5   | a port is set by https-port",
                "HostName=https://h;SharedAccessKeyName=s;SharedAccessKey=a2V5| HostName must be a host name alone",
                "HostName=h;DeviceId=d;SharedAccessKey=a2V5                   | a device's connection string",
                "HostName=h;SharedAccessKeyName=s;SharedAccessSignature=x     | cannot be renewed"
            })
    void shouldNameTheFieldAndTheRemedyWhenAConnectionStringIsWrong(String connectionString, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HubSettings.fromConnectionString("plant", connectionString, 443, null, 1))
                .withMessageStartingWith("hub \"plant\": ")
                .withMessageContaining(message)
                .withMessageNotContaining("k*y");
    }

    @ParameterizedTest
    @CsvSource({"0, 1, https-port is 0", "65536, 1, https-port is 65536", "443, 0, calls in flight is 0"})
    void shouldRefuseWhenANumberIsOutOfRange(int httpsPort, int callsInFlightMax, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new HubSettings(
                        "plant", "h", httpsPort, new SharedAccessPolicy("service", KEY), null, callsInFlightMax))
                .withMessageContaining(message);
    }
}
