package io.downlink.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A program that is measured from outside while it runs. */
public final class MeasuredProcess implements AutoCloseable {
    private static final Duration ENDS_WITHIN = Duration.ofSeconds(10);

    private final Process process;
    private final Thread end;

    private MeasuredProcess(Process process) {
        this.process = process;
        this.end = new Thread(process::destroy, "end of what is measured");
        Runtime.getRuntime().addShutdownHook(end); // a measurement that is killed must not leave it behind
    }

    /**
     * Starts it and waits until it is ready.
     *
     * @param readyWhen what its output holds then
     * @throws IllegalStateException if it ends before
     */
    public static MeasuredProcess start(List<String> command, Path log, String readyWhen) {
        try {
            Files.createDirectories(log.getParent());
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(Redirect.to(log.toFile()))
                    .start();
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroy)); // also if this program is told to stop
            MeasuredProcess measured = new MeasuredProcess(process);
            while (!Files.readString(log).contains(readyWhen)) {
                if (process.waitFor(Duration.ofMillis(50))) {
                    throw new IllegalStateException("The program ended before it was ready; its log: " + log);
                }
            }
            return measured;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    public long pid() {
        return process.pid();
    }

    /** How long all its threads together have run, since its start. */
    public Duration cpu() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /** Memory of the machine that it holds, in bytes. */
    public long residentBytes() {
        try {
            Process ps = new ProcessBuilder("ps", "-o", "rss=", "-p", Long.toString(process.pid())).start();
            String kibibytes = new String(ps.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
            return Long.parseLong(kibibytes) * 1024;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroy();
        forget();
        try {
            if (!process.waitFor(ENDS_WITHIN)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private void forget() {
        try {
            Runtime.getRuntime().removeShutdownHook(end);
        } catch (IllegalStateException ending) {
            // then it runs, and finds nothing to end
        }
    }
}
