package io.downlink.localstack.campaign;

import io.downlink.localstack.console.Console;
import io.downlink.localstack.stack.StackException;
import io.downlink.localstack.verdict.Evidence;
import io.downlink.localstack.verdict.Verdict;
import io.downlink.localstack.verdict.Violation;
import io.downlink.localstack.verdict.Violation.Promise;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Predicate;

/** Lets every command come to its end: whatever has none when this is over is lost. */
final class Settling {
    /** A message that must not be repeated is in doubt for 100 s after a crash. */
    private static final Duration SETTLED_WITHIN = Duration.ofMinutes(6);

    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(2);

    /** For what may still reach a device although all has been said. */
    private static final Duration STRAGGLERS = Duration.ofSeconds(10);

    private final Site site;
    private final RawTopics topics;
    private final Console console;

    Settling(Site site, RawTopics topics, Console console) {
        this.site = site;
        this.topics = topics;
        this.console = console;
    }

    void await() throws StackException, IOException, InterruptedException {
        for (Role role : site.all()) {
            if (role.isMeantToRun()) {
                Site.await(role);
            }
        }
        site.hubApi().removeFaults();
        long giveUpAt = System.nanoTime() + SETTLED_WITHIN.toNanos();
        Verdict verdict = verdict();
        while (unsettled(verdict) > 0 && System.nanoTime() < giveUpAt) {
            console.progress(
                    "settling        %d of %d commands to go".formatted(unsettled(verdict), verdict.commands()));
            Thread.sleep(BETWEEN_LOOKS);
            verdict = verdict();
        }
        Thread.sleep(STRAGGLERS);
    }

    private Verdict verdict() throws IOException {
        return Verdict.on(new Evidence(
                topics.asked(), topics.told(), DeviceFiles.read(site.settings().deviceRecords())));
    }

    /** What time may still mend. */
    private static long unsettled(Verdict verdict) {
        Predicate<Violation> open =
                violation -> violation.promise() == Promise.ENDED || violation.promise() == Promise.TRUE;
        return verdict.violations().stream().filter(open).count();
    }
}
