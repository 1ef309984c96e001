package io.downlink.contracts.topics;

import org.jspecify.annotations.Nullable;

/** Kafka did not answer a question about topics, or refused to. */
public final class TopicsUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TopicsUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
