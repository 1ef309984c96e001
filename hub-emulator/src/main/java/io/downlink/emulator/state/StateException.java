package io.downlink.emulator.state;

/** Why the hub cannot start with its state directory; the message is one line for whoever starts it. */
public final class StateException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StateException(String message) {
        super(message);
    }

    StateException(String message, Throwable cause) {
        super(message, cause);
    }
}
