package io.downlink.localstack.processes;

import java.nio.file.Path;
import java.util.List;

/**
 * A program to be started.
 *
 * @param name what it is called in what people read
 * @param command the executable and its arguments
 * @param log where its output goes; what was there before is overwritten
 */
public record Application(String name, List<String> command, Path log) {
    public Application {
        command = List.copyOf(command);
    }
}
