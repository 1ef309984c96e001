package io.downlink.service.rest;

import java.util.Optional;

/** {@code downlink.rest}: requests by HTTP. There is no authentication. */
public interface RestConfig {

    /** Whether anything can be asked for by HTTP; unless set, only where the port is bound to a loopback address. */
    Optional<Boolean> enabled();
}
