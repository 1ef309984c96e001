package io.downlink.emulator;

import java.io.UncheckedIOException;
import java.util.function.Supplier;

/** Reads what stands behind the options of the command line: what is wrong is told with the option and its value. */
final class OptionValue {
    private OptionValue() {}

    /**
     * Reads a value.
     *
     * @throws IllegalArgumentException with one line, if it cannot be read
     */
    static <T> T read(String option, Object value, Supplier<T> reader) {
        try {
            return reader.get();
        } catch (IllegalArgumentException | UncheckedIOException wrong) {
            throw new IllegalArgumentException(option + " " + value + ": " + wrong.getMessage(), wrong);
        }
    }

    /**
     * Refuses a value that makes no sense.
     *
     * @throws IllegalArgumentException with one line that says why
     */
    static void check(String option, Object value, boolean makesSense, String otherwise) {
        if (!makesSense) {
            throw new IllegalArgumentException(option + " " + value + ": " + otherwise);
        }
    }

    /**
     * Refuses a number that is no port.
     *
     * @throws IllegalArgumentException with one line
     */
    static void checkPort(String option, int port) {
        check(option, port, port >= 0 && port <= 0xFFFF, "a port is within 1 and 65535, and 0 means a free one");
    }
}
