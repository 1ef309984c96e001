package io.downlink.orchestrator.state;

/** This replica does not work, or no longer: what it was asked for is left to the one that does. */
public final class StandsByException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StandsByException() {
        super("this replica stands by");
    }
}
