package io.downlink.service.hubs;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;

/** What the client, the SDKs under it and the JDK's HTTP say, at all levels. */
final class LoggedLines extends Handler implements AutoCloseable {
    private static final List<Logger> LOGGERS = Stream.of(
                    "io.downlink.hub", "com.azure", "com.microsoft", "sun.net.www", "reactor", "jdk.httpclient")
            .map(Logger::getLogger)
            .toList();

    private final List<String> lines = new CopyOnWriteArrayList<>();

    LoggedLines() {
        LOGGERS.forEach(logger -> {
            logger.setLevel(Level.ALL);
            logger.addHandler(this);
        });
    }

    List<String> with(String text) {
        return lines.stream().filter(line -> line.contains(text)).toList();
    }

    List<String> all() {
        return lines;
    }

    @Override
    public void publish(LogRecord entry) {
        lines.add(entry.getLevel() + " " + entry.getMessage());
    }

    @Override
    public void flush() {
        // nothing is kept back
    }

    @Override
    public void close() {
        LOGGERS.forEach(logger -> {
            logger.removeHandler(this);
            logger.setLevel(null);
        });
    }
}
