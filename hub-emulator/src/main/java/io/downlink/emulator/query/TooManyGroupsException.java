package io.downlink.emulator.query;

/** A query whose answer would have too many groups; an expected outcome, so it carries no stack trace. */
public final class TooManyGroupsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooManyGroupsException(int groupsMax) {
        super("GROUP BY leads to more than " + groupsMax + " groups", null, false, false);
    }
}
