package io.downlink.emulator.query;

/** A text that is no query; an expected outcome, so it carries no stack trace. */
public final class QuerySyntaxException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int column;

    QuerySyntaxException(int column, String message) {
        super("column " + column + ": " + message, null, false, false);
        this.column = column;
    }

    /** Where the text stops being a query, counted from 1. */
    public int column() {
        return column;
    }
}
