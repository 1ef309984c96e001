package io.downlink.localstack.campaign;

import io.downlink.localstack.processes.Application;
import io.downlink.localstack.processes.LogFile;
import io.downlink.localstack.processes.ProcessGroup;
import io.downlink.localstack.processes.ServiceProcess;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What one process after the other does: each has a log of its own, {@code NAME-N.log}. One that ends by itself is
 * started again, as by a supervisor, unless it is meant to be down. Safe for use by many threads.
 */
final class Role {
    private final Application application;
    private final ProcessGroup processes;
    private final Readiness readiness;

    private @Nullable ServiceProcess current;
    private int starts;
    private int endedByItself;
    private boolean meantToRun;

    /** How to see that a process does its work. */
    @FunctionalInterface
    interface Readiness {

        /** @throws IOException if it does not answer yet */
        boolean look(LogFile log) throws IOException;
    }

    Role(Application application, ProcessGroup processes, Readiness readiness) {
        this.application = application;
        this.processes = processes;
        this.readiness = readiness;
    }

    String name() {
        return application.name();
    }

    synchronized void start() throws IOException {
        meantToRun = true;
        starts++;
        Path log = application.log().resolveSibling("%s-%d.log".formatted(name(), starts));
        current = processes.start(new Application(name(), application.command(), log));
    }

    /** {@code kill -9}. It stays down until it is started. */
    synchronized void kill() throws IOException {
        meantToRun = false;
        if (current != null) {
            processes.kill(current);
        }
    }

    synchronized void pause() throws IOException {
        if (current != null) {
            current.pause();
        }
    }

    synchronized void resume() throws IOException {
        if (current != null) {
            current.resume();
        }
    }

    /** What a supervisor does. */
    synchronized void startAgainIfEnded() throws IOException {
        if (meantToRun && current != null && current.ended().isPresent()) {
            processes.kill(current); // only forgotten
            endedByItself++;
            start();
        }
    }

    boolean isReady() {
        ServiceProcess process = running();
        try {
            return process != null && readiness.look(process.log());
        } catch (IOException e) {
            return false;
        }
    }

    /** Whether it was started, and not killed since. */
    synchronized boolean isMeantToRun() {
        return meantToRun;
    }

    synchronized int endedByItself() {
        return endedByItself;
    }

    /** How it stands, and where to look. */
    synchronized String describe() {
        if (current == null) {
            return name() + " not started";
        }
        return "%s (pid %d) %s, log %s"
                .formatted(
                        name(),
                        current.pid(),
                        current.ended().isPresent() ? "down" : "running",
                        current.log().end());
    }

    private synchronized @Nullable ServiceProcess running() {
        return meantToRun && current != null && current.ended().isEmpty() ? current : null;
    }
}
