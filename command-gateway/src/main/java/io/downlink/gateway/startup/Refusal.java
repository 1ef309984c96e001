package io.downlink.gateway.startup;

import io.quarkus.runtime.configuration.ConfigurationException;
import java.util.function.Supplier;

/** Ends the start with a message for the operator, without a stack trace, and exit status 1. */
final class Refusal {

    private Refusal() {}

    /** The one exception of which Quarkus prints the message alone, whatever it is wrapped in. */
    static ConfigurationException because(String message) {
        return new ConfigurationException("command-gateway does not start: " + message);
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
