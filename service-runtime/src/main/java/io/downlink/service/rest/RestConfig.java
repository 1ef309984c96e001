package io.downlink.service.rest;

import java.nio.file.Path;
import java.util.Optional;

/** {@code downlink.rest}: requests by HTTP. */
public interface RestConfig {

    /**
     * Whether anything can be asked for by HTTP. Unless set, it can where callers show a token, and where the port is bound
     * to a loopback address. True without tokens elsewhere is refused: everybody would be served who reaches the port.
     */
    Optional<Boolean> enabled();

    /** A file with the tokens that callers show, one on each line, read again when it changes. */
    Optional<Path> tokensFile();
}
