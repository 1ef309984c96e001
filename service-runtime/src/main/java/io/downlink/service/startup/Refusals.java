package io.downlink.service.startup;

import io.downlink.contracts.topics.Service;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.util.function.Supplier;

/**
 * Ends a service's start with a message for the operator, without a stack trace, and exit status 1.
 *
 * @param service whose start it is
 */
public record Refusals(Service service) {

    /** The one exception of which Quarkus prints the message alone, whatever it is wrapped in. */
    public ConfigurationException because(String message) {
        return new ConfigurationException(service.label() + " does not start: " + message);
    }

    /** Makes something of what is configured; what is wrong with it is told together with the key. */
    public <T> T naming(String key, Supplier<T> configured) {
        try {
            return configured.get();
        } catch (IllegalArgumentException e) {
            throw because(key + ": " + e.getMessage());
        }
    }
}
