package io.downlink.orchestrator.state;

import io.downlink.contracts.jobs.JobId;
import io.downlink.orchestrator.life.Job;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The jobs of this orchestrator, as they stand on {@code downlink.job-state}; none while another replica works. What is
 * in hand when this one stops working may still be written, until the work is left: what stood here then stands here no
 * more, also when this one works again.
 */
public final class Jobs {
    /** Jobs that come from one request have its place. */
    private static final Comparator<Job> ORDER =
            Comparator.comparingLong(Job::arrival).thenComparing(job -> job.id().jobId());

    private final ConcurrentHashMap<JobId, Job> byId = new ConcurrentHashMap<>();
    private volatile boolean open;

    /** Begins with these: from now on this replica works. */
    public synchronized void open(Collection<Job> restored) {
        byId.clear();
        restored.forEach(job -> byId.put(job.id(), job));
        open = true;
    }

    /** From now on nothing begins here, and what is in hand goes on. */
    public synchronized void close() {
        open = false;
    }

    /** From now on another replica works: nothing that is in hand goes on. */
    public synchronized void leave() {
        open = false;
        byId.clear();
    }

    /** Whether this is the replica that works. */
    public boolean isOpen() {
        return open;
    }

    /** @throws StandsByException while another replica works: that a job is not here says nothing then */
    public synchronized Optional<Job> find(JobId id) {
        if (!open) {
            throw new StandsByException();
        }
        return Optional.ofNullable(byId.get(id));
    }

    /** For what is in hand: also while nothing begins here any more. Empty once another replica works. */
    public Optional<Job> inHand(JobId id) {
        return Optional.ofNullable(byId.get(id));
    }

    /**
     * Whether a job stands here as it stood when work on it began; not so where another replica may have worked meanwhile
     * and moved it.
     *
     * @param before null where there was none of this id
     */
    public boolean stands(JobId id, @Nullable Job before) {
        return Objects.equals(byId.get(id), before);
    }

    /**
     * A job has moved, and others have begun because of it. Changes nothing unless it stands here as it did before.
     *
     * @param before null where there was none of this id
     * @param standing the moved one, and the others
     */
    public synchronized void put(@Nullable Job before, List<Job> standing) {
        if (!standing.isEmpty() && stands(standing.getFirst().id(), before)) {
            standing.forEach(job -> byId.put(job.id(), job));
        }
    }

    public void remove(JobId id) {
        byId.remove(id);
    }

    /** In the order of their arrival; none while another replica works. */
    public List<Job> that(Predicate<Job> fits) {
        return open ? byId.values().stream().filter(fits).sorted(ORDER).toList() : List.of();
    }
}
