package io.downlink.orchestrator.config;

import io.downlink.service.hubs.HubConfig;
import io.downlink.service.rest.RestConfig;
import io.downlink.service.tracing.TracesConfig;
import io.smallrye.config.ConfigMapping;
import jakarta.validation.constraints.NotEmpty;
import java.util.Map;

/** Everything under {@code downlink}. */
@ConfigMapping(prefix = "downlink")
public interface DownlinkConfig {

    /** The hubs, by the name that requests call them; a request that names none goes to {@code default}. */
    @NotEmpty(message = "set downlink.hubs.default.connection-string: no hub is configured")
    Map<String, HubConfig> hubs();

    /** How jobs are carried out. */
    JobsConfig jobs();

    /** Jobs by HTTP. */
    RestConfig rest();

    /** Where what jobs take part in is traced to. */
    TracesConfig traces();
}
