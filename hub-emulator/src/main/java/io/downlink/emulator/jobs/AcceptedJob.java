package io.downlink.emulator.jobs;

import io.downlink.emulator.jobs.JobChange.JobAccepted;
import io.downlink.emulator.jobs.JobChange.JobDeviceWritten;
import io.downlink.emulator.jobs.JobChange.JobEnded;
import io.downlink.emulator.jobs.JobChange.JobStarted;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What there is to remember of one job. */
final class AcceptedJob {
    private final JobAccepted accepted;
    private final Map<String, DeviceJob> rows = new TreeMap<>();
    private @Nullable JobStarted started;
    private @Nullable JobEnded ended;

    AcceptedJob(JobAccepted accepted) {
        this.accepted = accepted;
    }

    JobAccepted accepted() {
        return accepted;
    }

    /** Null: it never ran. */
    @Nullable
    JobStarted started() {
        return started;
    }

    /** Null: it is not over. */
    @Nullable
    JobEnded ended() {
        return ended;
    }

    /** Its devices, as far as it came with each. */
    Collection<DeviceJob> rows() {
        return rows.values();
    }

    void start(JobStarted change) {
        started = change;
        change.devices()
                .forEach(device -> rows.put(device.value(), DeviceJob.pending(device, change.window(), change.at())));
    }

    void write(DeviceJob row) {
        rows.put(row.device().value(), row);
    }

    void end(JobEnded change) {
        ended = change;
    }

    Stream<JobChange> changes() {
        List<JobChange> changes = new ArrayList<>(List.of(accepted));
        if (started != null) {
            changes.add(started);
        }
        for (DeviceJob row : rows.values()) {
            if (row.status() != DeviceJobStatus.PENDING) {
                changes.add(new JobDeviceWritten(accepted.job(), row));
            }
        }
        if (ended != null) {
            changes.add(ended);
        }
        return changes.stream();
    }
}
