package io.downlink.localstack.stack;

/** The stack cannot start, or one of its services ended by itself; the message is one line for a person. */
public final class StackException extends Exception {
    private static final long serialVersionUID = 1L;

    public StackException(String message) {
        super(message);
    }
}
