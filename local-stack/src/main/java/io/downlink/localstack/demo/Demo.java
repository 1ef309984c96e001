package io.downlink.localstack.demo;

import io.downlink.localstack.console.Console;
import io.downlink.localstack.stack.Stack;
import io.downlink.localstack.stack.StackException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Plays the scenarios, and tells what was seen in each. */
public final class Demo {
    private final Stack stack;
    private final Report report;
    private final Path transcript;
    private final Clock clock;

    /** @param transcript where every record that is seen goes */
    public Demo(Stack stack, Console console, Path transcript, Clock clock) {
        this.stack = stack;
        this.report = new Report(console);
        this.transcript = transcript;
        this.clock = clock;
    }

    /**
     * How it went.
     *
     * @param checks how many there were
     * @param failed those that did not hold, as {@code i (link cut during a reboot)}
     * @param interrupted whether it was ended before the end
     */
    public record Result(int checks, List<String> failed, boolean interrupted) {
        public Result {
            failed = List.copyOf(failed);
        }

        public boolean held() {
            return failed.isEmpty();
        }
    }

    public Result play() throws IOException, InterruptedException {
        Programme programme = Programme.with(stack.fleet());
        try (Conversation kafka = Conversation.open(stack.bootstrapServers(), transcript, this::broken);
                ExecutorService meanwhile = Executors.newVirtualThreadPerTaskExecutor()) {
            Stage stage = new Stage(
                    kafka,
                    stack.hub(),
                    stack.fleet(),
                    new DeviceRecords(stack.fleet().records()),
                    clock);
            List<Future<?>> playing = new ArrayList<>();
            for (Scenario scenario : programme.meanwhile()) {
                playing.add(meanwhile.submit(() -> {
                    play(scenario, stage);
                    return null; // a Callable: it may be interrupted
                }));
            }
            for (Scenario scenario : programme.scenarios()) {
                play(scenario, stage);
            }
            for (Future<?> scenario : playing) {
                end(scenario);
            }
        }
        return report.result();
    }

    /** Says what is being played, and that it will not be played to its end. */
    public void interrupt() {
        report.interrupt();
    }

    private void play(Scenario scenario, Stage stage) throws InterruptedException {
        if (broken()) {
            report.notPlayed(scenario);
            return;
        }
        report.began(scenario);
        long from = System.nanoTime();
        try {
            String seen = scenario.play(stage);
            report.held(scenario, seen, since(from));
        } catch (UnexpectedException | StackException | IOException e) {
            List<String> remarks = new ArrayList<>(stack.ended());
            remarks.add("see the records: " + transcript);
            report.failed(scenario, String.valueOf(e.getMessage()), since(from), remarks);
        }
    }

    private static void end(Future<?> scenario) throws InterruptedException {
        try {
            var _ = scenario.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a defect of the demo", e.getCause());
        }
    }

    private boolean broken() {
        return !stack.ended().isEmpty();
    }

    private static Duration since(long from) {
        return Duration.ofNanos(System.nanoTime() - from);
    }
}
