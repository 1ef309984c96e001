package io.downlink.localstack;

import io.downlink.localstack.console.Console;
import io.downlink.localstack.console.Layout;
import io.downlink.localstack.processes.ProcessGroup;
import io.downlink.localstack.processes.ServiceProcess;
import io.downlink.localstack.stack.StackException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A directory that one stack at a time works in, and the processes of that stack. However this process is asked to end,
 * the others end first, and it is said that they did.
 */
final class Workplace implements AutoCloseable {
    private final Path dir;
    private final FileChannel lock;
    private final ProcessGroup processes;
    private final Console console;
    private Runnable beforeStopping = () -> {};
    private boolean closed;

    private Workplace(Path dir, FileChannel lock, ProcessGroup processes, Console console) {
        this.dir = dir;
        this.lock = lock;
        this.processes = processes;
        this.console = console;
    }

    /** @throws StackException if another process works there */
    static Workplace open(Path dir, Console console, Clock clock) throws StackException, IOException {
        Files.createDirectories(dir);
        // Beside the directory, so that it can be cleared. The operating system gives the lock back when we are gone.
        FileChannel channel = FileChannel.open(
                dir.resolveSibling(dir.getFileName() + ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock held = channel.tryLock();
        if (held == null) {
            channel.close();
            throw new StackException("another process works in " + dir + ": end it first");
        }
        Workplace workplace = new Workplace(dir, channel, ProcessGroup.open(clock), console);
        Runtime.getRuntime().addShutdownHook(new Thread(workplace::close, "stop"));
        return workplace;
    }

    ProcessGroup processes() {
        return processes;
    }

    /** Does this once, before the first process is asked to end. */
    synchronized void beforeStopping(Runnable action) {
        beforeStopping = action;
    }

    /** Deletes what an earlier stack left. */
    void clear() throws IOException {
        try (Stream<Path> files = Files.walk(dir)) {
            List<Path> deepestFirst = files.filter(file -> !file.equals(dir))
                    .sorted(Comparator.reverseOrder())
                    .toList();
            for (Path file : deepestFirst) {
                Files.delete(file);
            }
        }
    }

    /** Ends every process. A second call waits for the first and does nothing. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        beforeStopping.run();
        List<ServiceProcess> running = processes.processes().stream()
                .filter(process -> process.ended().isEmpty())
                .toList();
        String what = running.size() == 1 ? "1 process" : running.size() + " processes";
        console.progress(Layout.step("stopping", what, "…"));
        try (lock) {
            processes.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (!running.isEmpty()) {
            console.line(Layout.step("stopping", what, "all ended"));
        }
    }
}
