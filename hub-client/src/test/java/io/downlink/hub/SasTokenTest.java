package io.downlink.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.microsoft.azure.sdk.iot.service.auth.IotHubConnectionStringBuilder;
import com.microsoft.azure.sdk.iot.service.auth.IotHubServiceSasToken;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
    void shouldReadWhatSomebodyElseHasSigned() {
        // given
        Instant end = Instant.parse("2026-12-01T10:00:00Z");
        String text = SasToken.sign("My-Hub.azure-devices.net", new SharedAccessPolicy("service", KEY), end)
                .text();
        // when
        SasToken read = SasToken.parse(text, "My-Hub.azure-devices.net", end.minusSeconds(1));
        // then
        assertThat(read).isEqualTo(new SasToken(text, end));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sr=hub&sig=secret&se=1796119200&skn=service                       | it must read SharedAccessSignature",
                "SharedAccessSignature  sr=hub&sig=secret&se=1796119200&skn=s      | it must read SharedAccessSignature",
                "SharedAccessSignature sr=hub&sig=secret&se=1796119200             | skn is missing",
                "SharedAccessSignature sig=secret&se=1796119200&skn=service        | sr is missing",
                "SharedAccessSignature sr=hub&sig=&se=1796119200&skn=service       | sig is missing",
                "SharedAccessSignature sr=other&sig=secret&se=1796119200&skn=s     | sr must name the whole hub, hub",
                "SharedAccessSignature sr=hub&sig=secret&se=17961192000&skn=s      | se must be the token's end",
                "SharedAccessSignature sr=hub&sig=secret&se=1764583200&skn=service | the token ended at 2025-12-01T10:00:00Z",
            })
    void shouldSayWhatIsWrongWithATokenAndNotShowIt(String text, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SasToken.parse(text, "hub", Instant.parse("2026-11-01T10:00:00Z")))
                .withMessageContaining(message)
                .withMessageNotContaining("secret");
    }

    @Test
    void shouldNotShowItselfWhenPrinted() {
        SasToken token =
                SasToken.sign("hub", new SharedAccessPolicy("service", KEY), Instant.parse("2026-12-01T10:00:00Z"));
        assertThat(token.toString()).isEqualTo("SasToken[expiresAt=2026-12-01T10:00:00Z]");
    }
}
