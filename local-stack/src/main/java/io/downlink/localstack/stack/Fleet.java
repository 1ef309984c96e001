package io.downlink.localstack.stack;

import io.downlink.localstack.processes.ProcessGroup;
import io.downlink.localstack.processes.ServiceProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Simulated devices: most of them in one process, and those that stay away until they are asked for. */
public final class Fleet {
    private static final int SIZE = 22;
    private static final List<Integer> AWAY = List.of(9, 22);
    private static final Pattern READY = Pattern.compile("^ready (\\d+) devices");

    private final ProcessGroup processes;
    private final Programs programs;
    private final String stem;

    private Fleet(ProcessGroup processes, Programs programs, String stem) {
        this.processes = processes;
        this.programs = programs;
        this.stem = stem;
    }

    /** @param stem what the ids begin with, {@code pump-} for {@code pump-1} to {@code pump-22} */
    static Fleet of(String stem, ProcessGroup processes, Programs programs) {
        return new Fleet(processes, programs, stem);
    }

    /** Starts the process of those that do not stay away. */
    ServiceProcess start() throws IOException {
        List<String> away = AWAY.stream().map(this::device).toList();
        return processes.start(programs.fleet("device-simulator", device(1) + ".." + device(SIZE), away));
    }

    /** Waits until they are connected, and says so. */
    static void await(ServiceProcess process, Startup startup) throws StackException, InterruptedException {
        startup.await(
                process,
                "connected",
                () -> process.log().find(READY).map(ready -> ready.group(1) + " devices over MQTT"));
    }

    /** The id of the device with this number, 1 to 22. */
    public String device(int number) {
        return stem + number;
    }

    /** Those that are connected, in their order. */
    public List<String> connected() {
        return IntStream.rangeClosed(1, SIZE)
                .filter(number -> !AWAY.contains(number))
                .mapToObj(this::device)
                .toList();
    }

    /** A device that is registered, and stays away. */
    public String away() {
        return device(AWAY.getFirst());
    }

    /** Another one. */
    public String alsoAway() {
        return device(AWAY.getLast());
    }

    /** Starts a process of its own for a device that stays away; it is connected when this returns. */
    public ServiceProcess connect(String deviceId) throws StackException, IOException, InterruptedException {
        ServiceProcess late = processes.start(programs.fleet(deviceId, deviceId, List.of()));
        Startup.until(late, () -> late.log().find(READY).map(_ -> "connected"));
        return late;
    }

    /** Takes it away again. */
    public void disconnect(ServiceProcess device) throws IOException {
        processes.stop(device);
    }

    /** Where each device writes down what happens to it. */
    public Path records() {
        return programs.settings().deviceRecords();
    }
}
