package io.downlink.localstack.stack;

import io.downlink.localstack.processes.ServiceProcess;
import io.downlink.localstack.processes.ServiceProcess.Ended;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/** How a process that ended by itself is told of: in one line. */
public final class Endings {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");

    private Endings() {}

    /** The process has ended. */
    public static String describe(ServiceProcess process) {
        Ended ended = process.ended().orElseThrow();
        String words = process.log().lastWords();
        return "%s (pid %d) ended with status %d at %s, log %s%s"
                .formatted(
                        process.name(),
                        process.pid(),
                        ended.status(),
                        TIME.format(LocalTime.ofInstant(ended.at(), ZoneId.systemDefault())),
                        process.log().end(),
                        words.isEmpty() ? "" : ": " + words);
    }
}
