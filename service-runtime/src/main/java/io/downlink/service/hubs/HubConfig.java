package io.downlink.service.hubs;

import io.downlink.hub.HubClient;
import io.downlink.hub.IotHubClient;
import io.downlink.service.startup.Refusals;
import io.smallrye.config.WithDefault;
import io.vertx.core.Vertx;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.nio.file.Path;
import java.util.Optional;

/** One IoT Hub, {@code downlink.hubs.<name>}, with exactly one kind of credential; {@link ConfiguredHub} holds to it. */
public interface HubConfig {

    /** {@code HostName=...;SharedAccessKeyName=service;SharedAccessKey=...}, as the Azure portal shows it. */
    Optional<String> connectionString();

    /** A file with the connection string, read again when it changes. */
    Optional<Path> connectionStringFile();

    /** {@code my-hub.azure-devices.net}, where no connection string names it. */
    Optional<String> hostName();

    /** What proves who Downlink is, where no connection string does. */
    CredentialConfig credential();

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

    /** What was bought, {@code F1}, {@code S1}, {@code S2} or {@code S3}: none, and calls are not paced. */
    Optional<Tier> tier();

    /** How many units of that tier. */
    @WithDefault("1")
    @Min(1)
    @Max(200)
    int units();

    /** Which part of what the hub takes is for this service, all its replicas together: more than 0 and at most 1. */
    @WithDefault("0.8")
    double share();

    /** How much the hub takes; empty where no tier is set. */
    default Optional<HubSize> size(String name, Refusals refusals) {
        return tier().map(tier -> refusals.naming("downlink.hubs." + name, () -> new HubSize(tier, units(), share())));
    }

    /** Opens a client on the service's event loops, or refuses the start with the name of what is wrong. */
    default HubClient open(String name, Refusals refusals, Vertx vertx) {
        return refusals.naming(
                "downlink.hubs." + name, () -> IotHubClient.open(ConfiguredHub.settings(name, this), vertx));
    }
}
