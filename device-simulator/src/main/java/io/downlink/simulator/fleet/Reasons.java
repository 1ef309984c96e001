package io.downlink.simulator.fleet;

/** Puts a failure into one line. */
final class Reasons {

    private Reasons() {}

    /** The innermost cause: the SDKs wrap what the network or the hub said in layers that only say that it failed. */
    static String of(Throwable failure) {
        Throwable innermost = failure;
        while (innermost.getCause() != null) {
            innermost = innermost.getCause();
        }
        String message = innermost.getMessage();
        String name = innermost.getClass().getSimpleName();
        return message == null
                ? name
                : name + ": " + message.lines().findFirst().orElse("");
    }
}
