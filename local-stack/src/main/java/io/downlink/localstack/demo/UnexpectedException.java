package io.downlink.localstack.demo;

/** Something else was seen than what Downlink promises; the message says both. */
final class UnexpectedException extends Exception {
    private static final long serialVersionUID = 1L;

    UnexpectedException(String message) {
        super(message);
    }

    /** @param what what is expected, as a person would say it */
    static void unless(boolean held, String what, Object seen) throws UnexpectedException {
        if (!held) {
            throw new UnexpectedException("saw %s; expected %s".formatted(seen, what));
        }
    }
}
