package io.downlink.benchmarks;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The processes whose CPU time counts in a measurement, each under the name that it has in the table. The program that
 * makes the load, with its devices, is always one of them.
 */
public final class CpuClocks {
    /** What this process is called. */
    public static final String LOAD = "load";

    private final Map<String, MeasuredProcess> processes;

    private CpuClocks(Map<String, MeasuredProcess> processes) {
        this.processes = processes;
    }

    public static CpuClocks of(Map<String, MeasuredProcess> processes) {
        return new CpuClocks(Map.copyOf(processes));
    }

    /** What the measured processes are called, that of the load left out. */
    public Set<String> names() {
        return processes.keySet();
    }

    /** How long each has run on a core since it was started. */
    Map<String, Duration> read() {
        Map<String, Duration> times = new LinkedHashMap<>();
        processes.forEach((name, process) -> times.put(name, process.cpu()));
        times.put(LOAD, ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO));
        return times;
    }

    /** How long each has run since an earlier reading. */
    Map<String, Duration> since(Map<String, Duration> earlier) {
        Map<String, Duration> times = read();
        times.replaceAll((name, now) -> now.minus(earlier.getOrDefault(name, Duration.ZERO)));
        return times;
    }
}
