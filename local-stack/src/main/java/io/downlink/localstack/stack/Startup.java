package io.downlink.localstack.stack;

import static io.downlink.localstack.console.Layout.process;
import static io.downlink.localstack.console.Layout.step;

import io.downlink.localstack.console.Console;
import io.downlink.localstack.processes.ServiceProcess;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** Waits for one process after the other, and says so. */
final class Startup {
    private static final Duration READY_WITHIN = Duration.ofSeconds(90);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);

    private final Console console;
    private String what;

    /** @param what stands in front of the first line */
    Startup(Console console, String what) {
        this.console = console;
        this.what = what;
    }

    /** How to see that a process does its work. */
    @FunctionalInterface
    interface Readiness {

        /**
         * What to say about the process; empty while it is not ready.
         *
         * @throws IOException if it does not answer yet
         */
        Optional<String> look() throws IOException;
    }

    /**
     * Waits until a process is ready, and says so.
     *
     * @param state what its being ready is called
     * @throws StackException if it ended, or is not ready in time
     */
    void await(ServiceProcess process, String state, Readiness readiness) throws StackException, InterruptedException {
        console.progress(step(what, process(process.name(), process.pid(), ""), "…"));
        String about = until(process, readiness);
        tell(process(process.name(), process.pid(), about), state);
    }

    /** Says something of a process that is not ours. */
    void tell(String name, String about, String state) {
        tell(process(name, about), state);
    }

    private void tell(String detail, String state) {
        console.line(step(what, detail, state));
        what = "";
    }

    /** The same without a word. */
    static String until(ServiceProcess process, Readiness readiness) throws StackException, InterruptedException {
        long giveUpAt = System.nanoTime() + READY_WITHIN.toNanos();
        while (System.nanoTime() < giveUpAt) {
            if (process.ended().isPresent()) {
                throw new StackException(Endings.describe(process));
            }
            Optional<String> about = look(readiness);
            if (about.isPresent()) {
                return about.get();
            }
            Thread.sleep(BETWEEN_LOOKS);
        }
        throw new StackException("%s (pid %d) is not ready after %d s, log %s"
                .formatted(
                        process.name(),
                        process.pid(),
                        READY_WITHIN.toSeconds(),
                        process.log().end()));
    }

    private static Optional<String> look(Readiness readiness) {
        try {
            return readiness.look();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
