package io.downlink.collector;

import io.smallrye.mutiny.Uni;

/** Kafka has not acknowledged a batch in time. It is still being written. */
final class KafkaSilentException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Uni<Void> written;

    /** @param written ends when Kafka has acknowledged it after all */
    KafkaSilentException(Uni<Void> written) {
        super("Kafka has not acknowledged a batch of feedback in time", null, false, false);
        this.written = written;
    }

    Uni<Void> written() {
        return written;
    }
}
