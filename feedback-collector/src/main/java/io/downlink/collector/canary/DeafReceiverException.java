package io.downlink.collector.canary;

/** A message was sent, its feedback has not come in time, and nothing else has. */
public final class DeafReceiverException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DeafReceiverException() {
        super("the feedback of a canary has not come", null, false, false);
    }
}
