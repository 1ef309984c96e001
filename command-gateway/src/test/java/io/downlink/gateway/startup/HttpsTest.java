package io.downlink.gateway.startup;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.SmallRyeConfigBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpsTest {

    @ParameterizedTest
    @CsvSource({
        "quarkus.http.ssl.certificate.files, server.crt",
        "quarkus.http.ssl.certificate.key-store-file, server.p12",
        "quarkus.http.tls-configuration-name, gateway",
        "quarkus.http.insecure-requests, redirect",
        "quarkus.http.insecure-requests, disabled"
    })
    void shouldBeConfiguredWhereThereIsACertificateOrPlainHttpIsOff(String key, String value) {
        assertThat(isConfigured(key, value)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"quarkus.http.insecure-requests, enabled", "quarkus.http.ssl.protocols, TLSv1.3"})
    void shouldNotBeConfiguredByAnythingElse(String key, String value) {
        assertThat(isConfigured(key, value)).isFalse();
    }

    @Test
    void shouldNotBeConfiguredByDefault() {
        assertThat(Https.isConfigured(new SmallRyeConfigBuilder().build())).isFalse();
    }

    private static boolean isConfigured(String key, String value) {
        return Https.isConfigured(
                new SmallRyeConfigBuilder().withDefaultValue(key, value).build());
    }
}
