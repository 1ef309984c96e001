package io.downlink.orchestrator.queue;

import io.downlink.contracts.jobs.JobId;
import io.downlink.contracts.requests.Priority;
import io.downlink.orchestrator.life.Job;
import io.downlink.orchestrator.life.JobState.Kept;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The order in which the jobs that are due are given to one hub: interactive ones before bulk ones, each kind in the order
 * of arrival. So that bulk ones are never put off for ever, one of them is next after {@value #INTERACTIVE_IN_A_ROW}
 * interactive ones that went ahead of it.
 *
 * <p>How many those are is not kept over a restart: then as many may go ahead once more.
 */
public final class JobQueue {
    static final int INTERACTIVE_IN_A_ROW = 4;

    /** In memory alone: what was silent is found out again. */
    private final Set<JobId> silent = new HashSet<>();

    private boolean bulkWaits;
    private int interactiveInARow;

    /**
     * Puts jobs into their order. Those with which the hub did not say what it did stand behind the others, and those of which
     * it says nothing at all stand last.
     *
     * @param due in the order of their arrival
     */
    public List<Job> inOrder(List<Job> due) {
        Deque<Job> interactive = of(Priority.INTERACTIVE, due);
        Deque<Job> bulk = of(Priority.BULK, due);
        bulkWaits = !bulk.isEmpty();
        silent.retainAll(due.stream().map(Job::id).collect(Collectors.toSet()));
        return merge(interactive, bulk).stream()
                .sorted(Comparator.<Job, Boolean>comparing(job -> silent.contains(job.id()))
                        .thenComparingInt(JobQueue::unanswered))
                .toList();
    }

    /** A job has got its turn. */
    public void given(Job job) {
        interactiveInARow = bulkWaits ? after(job, interactiveInARow) : 0; // else nobody was passed over
    }

    /** The hub says nothing of a job, while it answers about others. */
    public void silent(Job job) {
        silent.add(job.id());
    }

    /** The hub says how a job stands. */
    public void said(Job job) {
        silent.remove(job.id());
    }

    private List<Job> merge(Deque<Job> interactive, Deque<Job> bulk) {
        List<Job> ordered = new ArrayList<>(interactive.size() + bulk.size());
        int inARow = interactiveInARow;
        while (!interactive.isEmpty() || !bulk.isEmpty()) {
            boolean bulksTurn = interactive.isEmpty() || (inARow >= INTERACTIVE_IN_A_ROW && !bulk.isEmpty());
            Job next = bulksTurn ? bulk.remove() : interactive.remove();
            ordered.add(next);
            inARow = after(next, inARow);
        }
        return ordered;
    }

    private static int after(Job job, int inARow) {
        return switch (job.request().priority()) {
            case INTERACTIVE -> inARow + 1;
            case BULK -> 0;
        };
    }

    private static Deque<Job> of(Priority priority, List<Job> jobs) {
        Deque<Job> those = new ArrayDeque<>();
        jobs.stream().filter(job -> job.request().priority() == priority).forEach(those::add);
        return those;
    }

    private static int unanswered(Job job) {
        return job.state() instanceof Kept kept ? kept.unanswered() : 0;
    }
}
