package io.downlink.localstack.processes;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Processes that are started one after the other and ended together, the last one first. Safe for use by many threads. */
public final class ProcessGroup implements AutoCloseable {
    private static final Duration STOPPED_WITHIN = Duration.ofSeconds(20);

    private final Guard guard;
    private final Clock clock;
    private final List<ServiceProcess> processes = new ArrayList<>();
    private boolean closed;

    private ProcessGroup(Guard guard, Clock clock) {
        this.guard = guard;
        this.clock = clock;
    }

    public static ProcessGroup open(Clock clock) throws IOException {
        return new ProcessGroup(Guard.start(), clock);
    }

    /** Starts one more. */
    public synchronized ServiceProcess start(Application application) throws IOException {
        if (closed) {
            throw new IOException(application.name() + " is not started: everything is being stopped");
        }
        ServiceProcess process = ServiceProcess.start(application, clock);
        processes.add(process);
        guard.watch(process);
        return process;
    }

    /** Ends one of them ahead of the others. */
    public synchronized void stop(ServiceProcess process) throws IOException {
        process.stop(STOPPED_WITHIN);
        processes.remove(process);
        guard.forget(process);
    }

    /** Ends one of them without asking it, as {@code kill -9} does; one that has ended by itself is only let go of. */
    public synchronized void kill(ServiceProcess process) throws IOException {
        process.kill();
        processes.remove(process);
        guard.forget(process);
    }

    /** Those that were not stopped here; one that ended by itself is still among them. */
    public synchronized List<ServiceProcess> processes() {
        return List.copyOf(processes);
    }

    /** Ends every process and returns when they are gone. A second call does nothing. */
    @Override
    public synchronized void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        for (ServiceProcess process : processes.reversed()) {
            process.stop(STOPPED_WITHIN);
        }
        guard.close();
    }
}
