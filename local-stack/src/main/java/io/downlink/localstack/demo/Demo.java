package io.downlink.localstack.demo;

import io.downlink.localstack.console.Console;
import io.downlink.localstack.console.Layout;
import io.downlink.localstack.stack.Stack;
import io.downlink.localstack.stack.StackException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Plays the scenarios one after the other, and tells what was seen in each. */
public final class Demo {
    private static final List<Scenario> SCENARIOS = List.of(
            new Reboot(),
            new OfflineDevice(),
            new ManyMethods(),
            new PastDeadline(),
            new BadRecords(),
            new BrokenLink(),
            new UnknownMethod(),
            new MisspeltField());

    private final Stack stack;
    private final Console console;
    private final Path transcript;
    private final Clock clock;

    /** @param transcript where every record that is seen goes */
    public Demo(Stack stack, Console console, Path transcript, Clock clock) {
        this.stack = stack;
        this.console = console;
        this.transcript = transcript;
        this.clock = clock;
    }

    /**
     * How it went.
     *
     * @param checks how many there were
     * @param failed those that did not hold, as {@code i (link cut during a reboot)}
     */
    public record Result(int checks, List<String> failed) {
        public Result {
            failed = List.copyOf(failed);
        }

        public boolean held() {
            return failed.isEmpty();
        }
    }

    public Result play() throws IOException, InterruptedException {
        List<String> failed = new ArrayList<>();
        try (Conversation kafka = Conversation.open(stack.bootstrapServers(), transcript, this::broken)) {
            Stage stage =
                    new Stage(stack, kafka, new DeviceRecords(stack.settings().deviceRecords()), clock);
            for (Scenario scenario : SCENARIOS) {
                if (broken()) {
                    failed.add("%s (%s: not played)".formatted(scenario.id(), scenario.title()));
                } else if (!holds(scenario, stage)) {
                    failed.add("%s (%s)".formatted(scenario.id(), scenario.title()));
                }
            }
        }
        return new Result(SCENARIOS.size(), failed);
    }

    private boolean holds(Scenario scenario, Stage stage) throws InterruptedException {
        console.progress(Layout.running(scenario.id(), scenario.title()));
        long from = System.nanoTime();
        try {
            String seen = scenario.play(stage);
            console.line(Layout.check(scenario.id(), true, scenario.title(), seen, since(from)));
            return true;
        } catch (UnexpectedException | StackException | IOException e) {
            console.line(
                    Layout.check(scenario.id(), false, scenario.title(), String.valueOf(e.getMessage()), since(from)));
            stack.ended().forEach(ending -> console.line(Layout.remark(ending)));
            console.line(Layout.remark("see the records: " + transcript));
            return false;
        }
    }

    private boolean broken() {
        return !stack.ended().isEmpty();
    }

    private static Duration since(long from) {
        return Duration.ofNanos(System.nanoTime() - from);
    }
}
