package io.downlink.gateway.config;

import io.downlink.service.hubs.HubConfig;
import io.downlink.service.tracing.TracesConfig;
import io.smallrye.config.ConfigMapping;
import jakarta.validation.constraints.NotEmpty;
import java.util.Map;

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

    /** Spans of commands. */
    TracesConfig traces();

    /** Commands by HTTP. */
    CommandsByHttpConfig rest();
}
