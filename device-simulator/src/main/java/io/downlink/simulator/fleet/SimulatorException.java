package io.downlink.simulator.fleet;

import org.jspecify.annotations.Nullable;

/** The fleet cannot start; the message is one line for the person who started it, without a key. */
public final class SimulatorException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public SimulatorException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
