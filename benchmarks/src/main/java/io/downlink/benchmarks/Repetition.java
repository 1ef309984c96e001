package io.downlink.benchmarks;

import java.util.List;
import picocli.CommandLine.Option;

/** Options of benchmarks that measure one program several times. */
public final class Repetition {
    @Option(names = "--repeat", defaultValue = "5", description = "So many times: ${DEFAULT-VALUE}")
    private int times;

    @Option(
            names = "--jvm",
            description = "An option for the JVM of the measured program, such as -Xmx6g; several times for several")
    private List<String> jvmOptions = List.of();

    public int times() {
        return times;
    }

    /** @param usual what the JVM gets where nobody says otherwise */
    public List<String> jvmOptions(String usual) {
        return jvmOptions.isEmpty() ? List.of(usual) : jvmOptions;
    }
}
