package io.downlink.orchestrator.config;

import java.util.Optional;

/** {@code downlink.rest}: jobs by HTTP. There is no authentication. */
public interface RestConfig {

    /** Whether jobs can be asked for by HTTP; unless set, only where the port is bound to a loopback address. */
    Optional<Boolean> enabled();
}
