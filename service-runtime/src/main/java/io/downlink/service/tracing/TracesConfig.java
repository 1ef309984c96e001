package io.downlink.service.tracing;

import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import java.net.URI;
import java.util.Optional;

/** {@code downlink.traces}: to whom spans are sent, by OpenTelemetry's protocol. */
public interface TracesConfig {

    /** A collector's address for OTLP over HTTP, such as {@code http://collector:4318}. Without it nothing is traced. */
    Optional<URI> endpoint();

    /** Of the traces that begin here. One that begins elsewhere is followed if its beginning was. */
    @WithDefault("1.0")
    @DecimalMin("0.0")
    @DecimalMax("1.0")
    double share();
}
