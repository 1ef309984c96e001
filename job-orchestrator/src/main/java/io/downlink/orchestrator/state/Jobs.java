package io.downlink.orchestrator.state;

import io.downlink.contracts.jobs.JobId;
import io.downlink.orchestrator.life.Job;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/** The jobs of this orchestrator, as they stand on {@code downlink.job-state}; none while another replica works. */
public final class Jobs {
    private final ConcurrentHashMap<JobId, Job> byId = new ConcurrentHashMap<>();
    private volatile boolean open;

    /** Begins with these: from now on this replica works. */
    public void open(Collection<Job> restored) {
        byId.clear();
        restored.forEach(this::put);
        open = true;
    }

    /** From now on another replica works. */
    public void close() {
        open = false;
        byId.clear();
    }

    /** Whether this is the replica that works. */
    public boolean isOpen() {
        return open;
    }

    public Optional<Job> find(JobId id) {
        return Optional.ofNullable(byId.get(id));
    }

    public void put(Job job) {
        byId.put(job.id(), job);
    }

    public void remove(JobId id) {
        byId.remove(id);
    }

    /** In the order of their arrival. */
    public List<Job> that(Predicate<Job> fits) {
        return byId.values().stream()
                .filter(fits)
                .sorted(Comparator.comparingLong(Job::arrival))
                .toList();
    }
}
