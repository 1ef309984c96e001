package io.downlink.orchestrator.state;

import io.downlink.contracts.jobs.JobId;
import io.downlink.orchestrator.life.Job;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * The jobs of this orchestrator, as they stand on {@code downlink.job-state}; none while another replica works. What is
 * still in hand when this one stops working is written, and leaves no trace here.
 */
public final class Jobs {
    private final ConcurrentHashMap<JobId, Job> byId = new ConcurrentHashMap<>();
    private volatile boolean open;

    /** Begins with these: from now on this replica works. */
    public synchronized void open(Collection<Job> restored) {
        byId.clear();
        restored.forEach(job -> byId.put(job.id(), job));
        open = true;
    }

    /** From now on another replica works. */
    public synchronized void close() {
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

    /** Changes nothing while another replica works. */
    public synchronized void put(Job job) {
        if (open) {
            byId.put(job.id(), job);
        }
    }

    public void remove(JobId id) {
        byId.remove(id);
    }

    /** In the order of their arrival; none while another replica works. */
    public List<Job> that(Predicate<Job> fits) {
        return byId.values().stream()
                .filter(fits)
                .sorted(Comparator.comparingLong(Job::arrival))
                .toList();
    }
}
