package io.downlink.localstack.processes;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/** An application that was started. */
public final class ServiceProcess {
    private final Application application;
    private final Process process;
    private final CompletableFuture<Ended> ended;
    private volatile boolean paused;

    private ServiceProcess(Application application, Process process, Clock clock) {
        this.application = application;
        this.process = process;
        this.ended = process.onExit().thenApply(gone -> new Ended(gone.exitValue(), clock.instant()));
    }

    /** How a process ended: its exit status, 128 and the signal's number where it was killed, and when. */
    public record Ended(int status, Instant at) {}

    /**
     * Starts an application so that Ctrl-C, which a terminal sends to everybody at once, leaves it running: whoever
     * started it ends it, in the right order. A shell ignores that signal and then becomes the application, which
     * inherits it; the process id stays.
     */
    static ServiceProcess start(Application application, Clock clock) throws IOException {
        Files.createDirectories(application.log().toAbsolutePath().getParent());
        ProcessBuilder builder = new ProcessBuilder("sh", "-c", "trap '' INT; exec \"$@\"", "sh");
        builder.command().addAll(application.command());
        Process process = builder.redirectErrorStream(true)
                .redirectOutput(application.log().toFile())
                .start();
        process.getOutputStream().close(); // nobody will answer a question
        return new ServiceProcess(application, process, clock);
    }

    public String name() {
        return application.name();
    }

    public long pid() {
        return process.pid();
    }

    public LogFile log() {
        return new LogFile(application.log());
    }

    /** How it ended; empty while it runs. */
    public Optional<Ended> ended() {
        return Optional.ofNullable(ended.getNow(null));
    }

    /** Lets it stand still, as if its machine did: it keeps its connections and says nothing. */
    public void pause() throws IOException {
        paused = true;
        signal("STOP");
    }

    /** Lets it go on. */
    public void resume() throws IOException {
        paused = false;
        signal("CONT");
    }

    /** Ends it at once, and returns when it is gone. */
    void kill() {
        process.destroyForcibly();
        ended.join();
    }

    /** Asks it to end, and waits; kills it when the time is over. */
    void stop(Duration patience) throws IOException {
        process.destroy();
        if (paused) {
            resume(); // it hears of it only then
        }
        try {
            ended.copy().orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS).join();
        } catch (CompletionException tooSlow) {
            process.destroyForcibly();
            ended.join();
        }
    }

    /** Java knows only signals that end a process. */
    private void signal(String name) throws IOException {
        try {
            new ProcessBuilder("kill", "-" + name, Long.toString(pid())).start().waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
