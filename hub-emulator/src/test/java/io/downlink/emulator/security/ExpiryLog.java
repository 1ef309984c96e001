package io.downlink.emulator.security;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** What the log says of tokens that have expired, as long as it is open. */
final class ExpiryLog extends Handler implements AutoCloseable {
    private static final Logger LOGGER = Logger.getLogger(Expiry.class.getName());

    private final List<String> told = new CopyOnWriteArrayList<>();

    ExpiryLog() {
        LOGGER.addHandler(this);
    }

    List<String> told() {
        return told;
    }

    @Override
    public void publish(LogRecord line) {
        told.add(line.getMessage());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        LOGGER.removeHandler(this);
    }
}
