package io.downlink.emulator.fuzz;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** What was logged as an error: nothing that a client sends may be one, but for what the MQTT library says of broken packets. */
final class LoggedDefects extends Handler {
    private static final Logger ROOT = Logger.getLogger("");

    /** The library closes the connection, as it should, and logs. */
    private static final String CLOSED_BY_THE_LIBRARY = "io.vertx.core.net.impl.ConnectionBase: ";

    private final List<String> seen = new CopyOnWriteArrayList<>();

    void listen() {
        ROOT.addHandler(this);
    }

    List<String> seen() {
        return seen;
    }

    @Override
    public void publish(LogRecord line) {
        String text = line.getLoggerName() + ": " + line.getMessage() + " " + line.getThrown();
        if (line.getLevel().intValue() >= Level.SEVERE.intValue() && !text.startsWith(CLOSED_BY_THE_LIBRARY)) {
            seen.add(text);
        }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        ROOT.removeHandler(this);
    }
}
