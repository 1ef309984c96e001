package io.downlink.service.hubs;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** Hubs as a service reads them from its configuration. */
final class HubConfigs {
    private HubConfigs() {}

    /** @param settings without {@code downlink.hubs.plant.} */
    static HubConfig of(Map<String, String> settings) {
        Map<String, String> properties = new HashMap<>();
        settings.forEach((key, value) -> properties.put("downlink.hubs.plant." + key, value));
        properties.putIfAbsent("downlink.hubs.plant.https-port", "443"); // else there is no such hub
        Hubs hubs = new SmallRyeConfigBuilder()
                .withSources(new PropertiesConfigSource(properties, "test", 100))
                .withMapping(Hubs.class)
                .build()
                .getConfigMapping(Hubs.class);
        return Objects.requireNonNull(hubs.hubs().get("plant"));
    }

    /** What services have under this prefix, too. */
    @ConfigMapping(prefix = "downlink")
    interface Hubs {
        Map<String, HubConfig> hubs();
    }
}
