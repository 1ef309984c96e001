package io.downlink.hub;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.azure.sdk.iot.service.auth.IotHubConnectionStringBuilder;
import com.microsoft.azure.sdk.iot.service.auth.IotHubServiceSasToken;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SasTokenTest {
    private static final String KEY = "c2VydmljZS1rZXktb2YtdGVzdHM=";

    @Test
    void shouldSignAsTheSdkDoesWhenTheNamesAreTheSame() {
        // given
        IotHubServiceSasToken sdk =
                new IotHubServiceSasToken(IotHubConnectionStringBuilder.createIotHubConnectionString(
                        "HostName=My-Hub.azure-devices.net;SharedAccessKeyName=service;SharedAccessKey=" + KEY));
        // when
        SasToken token = SasToken.sign(
                "My-Hub.azure-devices.net",
                new SharedAccessPolicy("service", KEY),
                Instant.ofEpochMilli(sdk.getExpiryTimeMillis()));
        // then
        assertThat(token.text()).isEqualTo(sdk.toString());
    }

    @Test
    void shouldNotShowItselfWhenPrinted() {
        SasToken token =
                SasToken.sign("hub", new SharedAccessPolicy("service", KEY), Instant.parse("2026-12-01T10:00:00Z"));
        assertThat(token.toString()).isEqualTo("SasToken[expiresAt=2026-12-01T10:00:00Z]");
    }
}
