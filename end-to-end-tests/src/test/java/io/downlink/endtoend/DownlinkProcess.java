package io.downlink.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A command of the README, run as a user runs it, with what it prints as it prints it. */
final class DownlinkProcess implements AutoCloseable {

    private final Process process;
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Thread reader;

    private DownlinkProcess(Process process) {
        this.process = process;
        this.reader = Thread.ofVirtual().start(this::read);
    }

    /** Runs {@code ./downlink} with these arguments, in the checkout. */
    static DownlinkProcess downlink(String... arguments) {
        List<String> command =
                new ArrayList<>(List.of(Repository.ROOT.resolve("downlink").toString()));
        command.addAll(List.of(arguments));
        return start(Repository.ROOT, Map.of(), command);
    }

    /** Runs a shell command as it stands in the README, in the checkout. */
    static DownlinkProcess shell(String command) {
        return start(Repository.ROOT, Map.of(), List.of("bash", "-c", command));
    }

    static DownlinkProcess start(Path folder, Map<String, String> environment, List<String> command) {
        // As in a terminal: a build that runs in the background passes on that it ignores Ctrl-C, and Java would too.
        List<String> interruptible = new ArrayList<>(List.of("perl", "-e", "$SIG{INT} = 'DEFAULT'; exec @ARGV"));
        interruptible.addAll(command);
        ProcessBuilder builder =
                new ProcessBuilder(interruptible).directory(folder.toFile()).redirectErrorStream(true);
        // The reactor that runs this test has just built the applications; a build inside a build would fight with it.
        builder.environment().put("DOWNLINK_BUILD", "never");
        builder.environment().putAll(environment);
        builder.redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")));
        try {
            return new DownlinkProcess(builder.start());
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot start " + command, failure);
        }
    }

    List<String> lines() {
        return List.copyOf(lines);
    }

    long pid() {
        return process.pid();
    }

    /** Waits until a line contains the text, and returns that line. */
    String awaitLine(String text, Duration patience) {
        await("a line with «%s»".formatted(text))
                .atMost(patience)
                .until(() -> lines.stream().anyMatch(line -> line.contains(text)) || !process.isAlive());
        return lines.stream()
                .filter(line -> line.contains(text))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no line with «%s» in:%n%s".formatted(text, transcript())));
    }

    /** Waits for the end, and returns the exit status. */
    int awaitExit(Duration patience) {
        try {
            assertThat(process.waitFor(patience.toSeconds(), TimeUnit.SECONDS))
                    .as("ended within %s; it printed:%n%s", patience, transcript())
                    .isTrue();
            reader.join();
            return process.exitValue();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    /** What Ctrl-C does to the process that has the terminal. */
    void interrupt() {
        try {
            new ProcessBuilder("kill", "-INT", Long.toString(process.pid()))
                    .start()
                    .waitFor();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    Stream<ProcessHandle> descendants() {
        return process.descendants();
    }

    String transcript() {
        return String.join("\n", lines);
    }

    private void read() {
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            output.lines().forEach(lines::add);
        } catch (IOException | UncheckedIOException ended) {
            lines.add("(output ended: " + ended.getMessage() + ")");
        }
    }

    @Override
    public void close() {
        List<ProcessHandle> left = process.descendants().toList();
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        left.stream().filter(ProcessHandle::isAlive).forEach(ProcessHandle::destroyForcibly);
    }
}
