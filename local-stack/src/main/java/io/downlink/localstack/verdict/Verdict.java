package io.downlink.localstack.verdict;

import io.downlink.localstack.verdict.Violation.Promise;
import java.util.List;

/**
 * What a campaign comes to.
 *
 * @param commands how many stand on the topic
 * @param inDoubt how many of them ended so, and were not told of better later
 * @param repeatedDeliveries how many arrivals at a device were not the command's first: legal for {@code at-least-once}
 * @param violations every promise that was not kept
 */
public record Verdict(int commands, int inDoubt, int repeatedDeliveries, List<Violation> violations) {
    public Verdict {
        violations = List.copyOf(violations);
    }

    /** Judges; the same evidence always comes to the same. */
    public static Verdict on(Evidence evidence) {
        return new Judgement(evidence).verdict();
    }

    /** How many violations of that promise there are. */
    public long broken(Promise promise) {
        return violations.stream()
                .filter(violation -> violation.promise() == promise)
                .count();
    }

    /** Whether every promise was kept. */
    public boolean clean() {
        return violations.isEmpty();
    }
}
