package io.downlink.emulator.jobs;

import io.downlink.emulator.jobs.JobChange.JobAccepted;
import io.downlink.emulator.jobs.JobChange.JobDeviceWritten;
import io.downlink.emulator.jobs.JobChange.JobEnded;
import io.downlink.emulator.jobs.JobChange.JobForgotten;
import io.downlink.emulator.jobs.JobChange.JobStarted;
import java.util.Collection;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What there is to remember of jobs, put together from their changes. One thread uses it at a time. */
public final class JobsState {
    private final NavigableMap<Long, AcceptedJob> jobs = new TreeMap<>();

    /** Takes a change in. */
    public void apply(JobChange change) {
        switch (change) {
            case JobAccepted accepted -> jobs.put(accepted.job(), new AcceptedJob(accepted));
            case JobStarted started -> of(started.job(), job -> job.start(started));
            case JobDeviceWritten(long number, DeviceJob row) -> of(number, job -> job.write(row));
            case JobEnded ended -> of(ended.job(), job -> job.end(ended));
            case JobForgotten(long number) -> jobs.remove(number);
        }
    }

    /** The fewest changes that lead to the same state. */
    public Stream<JobChange> changes() {
        return jobs.values().stream().flatMap(AcceptedJob::changes);
    }

    /** In the order in which they came. */
    Collection<AcceptedJob> jobs() {
        return jobs.values();
    }

    private void of(long number, Consumer<AcceptedJob> change) {
        @Nullable AcceptedJob present = jobs.get(number);
        if (present != null) {
            change.accept(present);
        }
    }
}
