package io.downlink.localstack.demo;

import io.downlink.localstack.console.Console;
import io.downlink.localstack.console.Layout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Tells what was seen in each scenario, and keeps what did not hold. Safe for use by many threads. */
final class Report {
    private final Console console;
    private final List<Scenario> running = new ArrayList<>();
    private final List<String> failed = new ArrayList<>();
    private int played;
    private boolean interrupted;

    Report(Console console) {
        this.console = console;
    }

    synchronized void began(Scenario scenario) {
        running.add(scenario);
        console.progress(Layout.running(scenario.id(), scenario.title()));
    }

    synchronized void held(Scenario scenario, String seen, Duration took) {
        if (ended(scenario)) {
            console.line(Layout.check(scenario.id(), true, scenario.title(), seen, took));
        }
    }

    /** @param remarks what helps to find out why, a line for each */
    synchronized void failed(Scenario scenario, String seen, Duration took, List<String> remarks) {
        if (ended(scenario)) {
            failed.add("%s (%s)".formatted(scenario.id(), scenario.title()));
            console.line(Layout.check(scenario.id(), false, scenario.title(), seen, took));
            remarks.forEach(remark -> console.line(Layout.remark(remark)));
        }
    }

    synchronized void notPlayed(Scenario scenario) {
        played++;
        failed.add("%s (%s: not played)".formatted(scenario.id(), scenario.title()));
    }

    /** Nothing that is seen from now on counts: everything is being stopped. */
    synchronized void interrupt() {
        interrupted = true;
        running.forEach(scenario -> console.line(Layout.interrupted(scenario.id(), scenario.title())));
        console.line("");
    }

    synchronized Demo.Result result() {
        return new Demo.Result(played, failed, interrupted);
    }

    /** Whether that counts. */
    private boolean ended(Scenario scenario) {
        running.remove(scenario);
        played++;
        return !interrupted;
    }
}
