package io.downlink.cli;

import org.jspecify.annotations.Nullable;

/** Something that the caller can set right; the message is one line that says how. */
final class CliException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int exitStatus;

    CliException(int exitStatus, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.exitStatus = exitStatus;
    }

    int exitStatus() {
        return exitStatus;
    }
}
