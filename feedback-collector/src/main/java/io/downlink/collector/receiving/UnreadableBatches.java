package io.downlink.collector.receiving;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * Counts the batches that the SDK cannot read. It gives them back by itself, and the hub drops them after its last
 * delivery; all that is ever heard of one is a warning in the SDK's log, at each delivery, which does not say of which
 * hub.
 */
public final class UnreadableBatches extends Handler {
    /** The class that receives, and what it says: read in iot-service-client 2.1.9. */
    static final Logger SDK =
            Logger.getLogger("com.microsoft.azure.sdk.iot.service.transport.amqps.MessageFeedbackReceiverLinkHandler");

    static final String WARNING = "Encountered an exception while handling feedback batch message";

    private final Counter unreadable;

    private UnreadableBatches(MeterRegistry registry) {
        this.unreadable = Counter.builder("downlink.feedback.batches.unreadable")
                .description("Deliveries of batches that the SDK cannot read, of whatever hub, as its log tells")
                .register(registry);
        setLevel(Level.WARNING);
    }

    /** Begins to count; once for each process. */
    public static void count(MeterRegistry registry) {
        SDK.addHandler(new UnreadableBatches(registry));
    }

    @Override
    public void publish(LogRecord line) {
        if (isLoggable(line) && WARNING.equals(line.getMessage())) {
            unreadable.increment();
        }
    }

    @Override
    public void flush() {
        // nothing is kept back
    }

    @Override
    public void close() {
        // nothing is open
    }
}
