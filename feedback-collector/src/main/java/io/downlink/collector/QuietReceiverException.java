package io.downlink.collector;

/** Nothing has come for so long that the receiver may be deaf: an idle hub and a link that carries nothing look alike. */
final class QuietReceiverException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    QuietReceiverException() {
        super("no feedback has come for a while", null, false, false);
    }
}
