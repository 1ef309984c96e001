package io.downlink.localstack.verdict;

import io.downlink.localstack.verdict.Deed.What;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a campaign on feedback comes to.
 *
 * @param messages how many the hub took
 * @param lost those of them that no outcome is told of, in words
 * @param contradicted those that two different outcomes are told of, or one that their device's record denies, or that are
 *     told as lost after their outcome, in words
 * @param repeats how many records tell what another one has told: legal
 */
public record FeedbackVerdict(int messages, List<String> lost, List<String> contradicted, int repeats) {
    private static final String ENQUEUED = "enqueued";

    public FeedbackVerdict {
        lost = List.copyOf(lost);
        contradicted = List.copyOf(contradicted);
    }

    /**
     * Judges; the same evidence always comes to the same.
     *
     * @param told the final events; each message has asked for feedback of every kind
     * @param outcomes what stands on the feedback topic, those of one message in their order
     * @param deeds what the devices wrote down
     */
    public static FeedbackVerdict on(List<Told> told, List<Outcome> outcomes, List<Deed> deeds) {
        Map<Identity, Set<String>> outcomesOf = new LinkedHashMap<>();
        Map<Identity, Set<What>> deedsOf = new HashMap<>();
        told.stream()
                .filter(event -> event.event().equals(ENQUEUED))
                .forEach(event -> outcomesOf.put(event.identity(), new LinkedHashSet<>()));
        int messages = outcomesOf.size();
        deeds.forEach(deed -> deedsOf.computeIfAbsent(deed.identity(), _ -> new LinkedHashSet<>())
                .add(deed.what()));
        int repeats = 0;
        List<String> contradicted = new ArrayList<>();
        for (Outcome outcome : outcomes) {
            if (!outcome.isReal()) {
                falselyLost(outcome, outcomesOf).ifPresent(contradicted::add);
                continue;
            }
            Set<String> others = outcomesOf.computeIfAbsent(outcome.message(), _ -> new LinkedHashSet<>());
            if (!others.add(outcome.event())) {
                repeats++;
            } else if (others.size() > 1) {
                contradicted.add("%s: told as %s".formatted(outcome.message(), String.join(" and as ", others)));
            } else if (outcome.needs()
                    .filter(need ->
                            !deedsOf.getOrDefault(outcome.message(), Set.of()).contains(need))
                    .isPresent()) {
                contradicted.add(
                        "%s: told as %s, and its device did not do so".formatted(outcome.message(), outcome.event()));
            }
        }
        List<String> lost = outcomesOf.entrySet().stream()
                .filter(message -> message.getValue().isEmpty())
                .map(message -> "%s: the hub took it, and no outcome is told".formatted(message.getKey()))
                .toList();
        return new FeedbackVerdict(messages, lost, contradicted, repeats);
    }

    /** A real outcome replaces {@code lost}, and is not replaced by it. */
    private static Optional<String> falselyLost(Outcome lost, Map<Identity, Set<String>> outcomesOf) {
        Set<String> before = outcomesOf.getOrDefault(lost.message(), Set.of());
        return before.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        "%s: told as %s, and then as lost".formatted(lost.message(), String.join(" and as ", before)));
    }

    /** Whether every promise was kept. */
    public boolean clean() {
        return lost.isEmpty() && contradicted.isEmpty();
    }
}
