package io.downlink.gateway.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotEmpty;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Everything under {@code downlink}. */
@ConfigMapping(prefix = "downlink")
public interface DownlinkConfig {

    /** The hubs, by the name that commands call them; a command that names none goes to {@code default}. */
    @NotEmpty(message = "set downlink.hubs.default.connection-string: no hub is configured")
    Map<String, HubConfig> hubs();

    /** The gateway itself. */
    GatewayConfig gateway();

    /** What a command gets where it says nothing. */
    RequestsConfig requests();

    /** One IoT Hub. */
    interface HubConfig {

        /** {@code HostName=...;SharedAccessKeyName=service;SharedAccessKey=...}, as the Azure portal shows it. */
        String connectionString();

        /** The port for HTTPS. IoT Hub itself has 443. */
        @WithDefault("443")
        @Min(1)
        @Max(65_535)
        int httpsPort();

        /** Certificates in PEM to trust besides the platform's own. */
        Optional<Path> caFile();

        /** How many calls may be open at once. */
        @WithDefault("256")
        @Min(1)
        @Max(10_000)
        int callsInFlightMax();
    }
}
