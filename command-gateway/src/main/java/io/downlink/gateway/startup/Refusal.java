package io.downlink.gateway.startup;

import io.quarkus.runtime.PreventFurtherStepsException;
import java.util.function.Supplier;

/** Ends the start with a message for the operator, without a stack trace, and exit status 1. */
final class Refusal {
    private static final int EXIT_STATUS = 1;

    private Refusal() {}

    static PreventFurtherStepsException because(String message) {
        return new PreventFurtherStepsException("command-gateway does not start: " + message, EXIT_STATUS);
    }

    /** Makes something of what is configured; what is wrong with it is told together with the key. */
    static <T> T naming(String key, Supplier<T> configured) {
        try {
            return configured.get();
        } catch (IllegalArgumentException e) {
            throw because(key + ": " + e.getMessage());
        }
    }
}
