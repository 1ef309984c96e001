package io.downlink.gateway.config;

import io.downlink.service.rest.RestConfig;
import java.net.URI;
import java.util.Optional;

/** {@code downlink.rest}: commands by HTTP. */
public interface CommandsByHttpConfig extends RestConfig {

    /**
     * Where the other replicas ask this one, as scheme, host and port. Unless set, the address that the port is bound to;
     * where that is every address of the machine, the one that the machine's name stands for, if it is no loopback address;
     * none with HTTPS, for which the name in the certificate is needed.
     */
    Optional<URI> advertisedUrl();
}
