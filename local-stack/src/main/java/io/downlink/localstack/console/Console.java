package io.downlink.localstack.console;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * Standard output, line by line. At a terminal the last line may move; into a pipe or a file goes what stays, and nothing
 * else: no carriage return, no ANSI. Safe for use by many threads.
 */
public final class Console {
    private static final String BACK_TO_AN_EMPTY_LINE = "\r\033[K";

    private final PrintStream out;
    private final boolean terminal;
    private boolean moving;
    private boolean closed;

    public Console(PrintStream out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    /** This process's own, in UTF-8 whatever the locale: what is said has characters beyond ASCII. */
    @SuppressWarnings("SystemConsoleNull") // with JDK 25 it is null where input or output is a pipe
    public static Console standard() {
        java.io.Console console = System.console();
        return new Console(
                new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8),
                console != null && console.isTerminal());
    }

    /** Says something that stays. */
    public synchronized void line(String text) {
        if (!closed) {
            clear();
            out.println(text);
        }
    }

    /** Says what is going on until the next line; nobody but a person at a terminal sees it. */
    public synchronized void progress(String text) {
        if (terminal && !closed) {
            clear();
            out.print(text);
            out.flush();
            moving = true;
        }
    }

    /** Says the last thing: whatever others say after it is not heard. */
    public synchronized void lastLine(String text) {
        line(text);
        closed = true;
    }

    private void clear() {
        if (moving) {
            out.print(BACK_TO_AN_EMPTY_LINE);
            moving = false;
        }
    }
}
