package io.downlink.collector.config;

import io.downlink.service.hubs.HubConfig;
import io.smallrye.config.ConfigMapping;
import jakarta.validation.constraints.NotEmpty;
import java.util.Map;

/** Everything under {@code downlink}. */
@ConfigMapping(prefix = "downlink")
public interface DownlinkConfig {

    /** The hubs, by the name that feedback carries. */
    @NotEmpty(message = "set downlink.hubs.default.connection-string: no hub is configured")
    Map<String, HubConfig> hubs();

    /** The collector itself. */
    CollectorConfig collector();
}
