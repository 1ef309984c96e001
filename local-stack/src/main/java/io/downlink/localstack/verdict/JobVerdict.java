package io.downlink.localstack.verdict;

import io.downlink.localstack.verdict.JobEvidence.Asked;
import io.downlink.localstack.verdict.JobEvidence.Counts;
import io.downlink.localstack.verdict.JobEvidence.OnRecord;
import io.downlink.localstack.verdict.JobEvidence.Outcome;
import io.downlink.localstack.verdict.JobEvidence.Told;
import io.downlink.localstack.verdict.JobEvidence.ToldOutcome;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a campaign with jobs comes to.
 *
 * @param jobs how many there were: asked for, run again, and tried again
 * @param broken every promise that was not kept
 */
public record JobVerdict(int jobs, List<Broken> broken) {
    /** What is told of a job once, if at all. */
    private static final Set<String> ONCE = Set.of("accepted", "scheduled", "completed", "failed", "cancelled");

    public JobVerdict {
        broken = List.copyOf(broken);
    }

    /** What is promised of every job. */
    public enum Promise {
        /** It comes to its end, and is told as ended the way it ended. */
        ENDED("lost"),
        /** The hub gets it once, and only what was asked for, and not what was taken back. */
        ONCE("scheduled twice"),
        /** Its counts are the hub's, and each wanted device is told of, once, as the hub has it. */
        COUNTED("miscounted");

        private final String broken;

        Promise(String broken) {
            this.broken = broken;
        }
    }

    /**
     * A promise that was not kept.
     *
     * @param detail what was found, in words for a person
     */
    public record Broken(Promise promise, String jobId, String detail) {
        @Override
        public String toString() {
            return "%s: %s: %s".formatted(promise.broken, jobId, detail);
        }
    }

    /** Judges; the same evidence always comes to the same. */
    public static JobVerdict on(JobEvidence evidence) {
        List<Broken> broken = new ArrayList<>();
        Map<String, List<Told>> told = evidence.told().stream().collect(Collectors.groupingBy(Told::jobId));
        Map<String, List<Outcome>> outcomes = evidence.outcomes().stream()
                .collect(Collectors.groupingBy(
                        ToldOutcome::jobId, Collectors.mapping(ToldOutcome::outcome, Collectors.toList())));
        Set<String> known = new HashSet<>();
        Deque<Asked> due = new ArrayDeque<>(evidence.asked());
        for (Asked job = due.poll(); job != null; job = due.poll()) {
            if (!known.add(job.jobId())) {
                broken.add(new Broken(Promise.ONCE, job.jobId(), "asked for, run or tried again more than once"));
                continue; // it is judged as what it was first; jobs may name each other
            }
            Case one = new Case(
                    job,
                    told.getOrDefault(job.jobId(), List.of()),
                    outcomes.getOrDefault(job.jobId(), List.of()),
                    evidence.hub().get(job.jobId()),
                    broken);
            one.judge();
            due.addAll(one.followUps(evidence.hub()));
            due.addAll(runs(job, evidence.told()));
        }
        evidence.hub().keySet().stream()
                .filter(jobId -> !known.contains(jobId))
                .forEach(jobId ->
                        broken.add(new Broken(Promise.ONCE, jobId, "the hub has it, and nobody asked for it")));
        return new JobVerdict(known.size(), broken);
    }

    /** What tries their devices again is found by what it follows. */
    private static List<Asked> runs(Asked job, List<Told> told) {
        return told.stream()
                .filter(one -> job.recurring()
                        && one.kin().runOf().equals(job.jobId())
                        && one.kin().follows().isEmpty())
                .map(Told::jobId)
                .distinct()
                .map(job::run)
                .toList();
    }

    /** How many promises of that kind were not kept. */
    public long broken(Promise promise) {
        return broken.stream().filter(one -> one.promise() == promise).count();
    }

    /** Whether every promise was kept. */
    public boolean clean() {
        return broken.isEmpty();
    }

    /** What there is to say about one job. */
    private record Case(
            Asked job,
            List<Told> told,
            List<Outcome> outcomes,
            @Nullable OnRecord onRecord,
            List<Broken> broken) {

        void judge() {
            for (String event : ONCE) {
                long times =
                        told.stream().filter(one -> one.event().equals(event)).count();
                if (times > 1) {
                    report(Promise.ONCE, "told %d times as %s".formatted(times, event));
                }
            }
            List<Told> ends = told.stream().filter(Told::isFinal).toList();
            if (ends.size() != 1) {
                report(Promise.ENDED, "%d final events".formatted(ends.size()));
                return;
            }
            Told end = ends.getFirst();
            if (job.recurring()) {
                judgeRecurring(end);
                return;
            }
            switch (end.event()) {
                case "completed" -> judgeCompleted(end.counts());
                case "cancelled" -> judgeCancelled();
                default ->
                    report(Promise.ENDED, "%s, %s; the hub has it as %s".formatted(end.event(), end.reason(), hub()));
            }
        }

        private void judgeCompleted(Counts counts) {
            if (onRecord == null || !onRecord.status().equals("completed")) {
                report(Promise.ENDED, "told as completed; the hub has it as " + hub());
                return;
            }
            if (!counts.equals(onRecord.counts())) {
                report(Promise.COUNTED, "told as %s; the hub has %s".formatted(counts, onRecord.counts()));
            }
            List<Outcome> due =
                    sorted(onRecord.outcomes().stream().filter(this::isWanted).toList());
            if (!sorted(outcomes).equals(due)) {
                report(
                        Promise.COUNTED,
                        "%d outcomes told, of %d devices; %d are due"
                                .formatted(
                                        outcomes.size(),
                                        outcomes.stream().distinct().count(),
                                        due.size()));
            }
        }

        private void judgeCancelled() {
            if (onRecord != null && !onRecord.status().equals("cancelled")) {
                report(Promise.ONCE, "told as cancelled; the hub has it as " + hub());
            }
            if (!outcomes.isEmpty()) {
                report(Promise.COUNTED, "told as cancelled, with %d outcomes".formatted(outcomes.size()));
            }
        }

        /** It ends only when it is taken back; what the hub gets are its runs. */
        private void judgeRecurring(Told end) {
            if (!end.event().equals("cancelled")) {
                report(Promise.ENDED, "%s, %s; it was to recur".formatted(end.event(), end.reason()));
            }
            if (onRecord != null) {
                report(Promise.ONCE, "the hub has it itself, and not only its runs");
            }
        }

        /** The jobs that try the devices again on which this one failed: none is missing, and no device is in two of them. */
        List<Asked> followUps(Map<String, OnRecord> hub) {
            List<String> named = told.stream()
                    .flatMap(one -> one.kin().followedBy().stream())
                    .distinct()
                    .toList();
            if (onRecord == null || !onRecord.status().equals("completed")) {
                return named.stream().map(job::again).toList(); // judged as lost, or taken back
            }
            List<String> failed = job.retries() == 0 ? List.of() : devices(Stream.of(onRecord), Outcome.FAILED);
            List<String> tried = devices(named.stream().map(hub::get).filter(Objects::nonNull), null);
            if (!tried.equals(failed)) {
                report(
                        Promise.ENDED,
                        "failed on %d devices, %d of them tried again by %s"
                                .formatted(failed.size(), tried.size(), named));
            }
            return named.stream().map(job::again).toList();
        }

        private static List<String> devices(Stream<OnRecord> jobs, @Nullable String status) {
            return jobs.flatMap(one -> one.outcomes().stream())
                    .filter(outcome -> status == null || outcome.status().equals(status))
                    .map(Outcome::deviceId)
                    .sorted()
                    .toList();
        }

        private boolean isWanted(Outcome outcome) {
            return switch (job.wanted()) {
                case "all" -> true;
                case "none" -> false;
                default -> outcome.status().equals(Outcome.FAILED);
            };
        }

        private static List<Outcome> sorted(List<Outcome> some) {
            return some.stream()
                    .sorted(Comparator.comparing(Outcome::deviceId).thenComparing(Outcome::status))
                    .toList();
        }

        private String hub() {
            return onRecord == null ? "unknown" : onRecord.status();
        }

        private void report(Promise promise, String detail) {
            broken.add(new Broken(promise, job.jobId(), detail));
        }
    }
}
