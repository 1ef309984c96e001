package io.downlink.orchestrator.life;

import io.downlink.contracts.jobs.DeviceCounts;
import io.downlink.hub.JobSnapshot;
import org.jspecify.annotations.Nullable;

/** What the hub tells of a job, in the words of the events. */
final class Snapshots {
    static final DeviceCounts NO_DEVICES = new DeviceCounts(0, 0, 0, 0, 0);

    private Snapshots() {}

    /** @return null where the hub counts no devices */
    static @Nullable DeviceCounts counts(JobSnapshot snapshot) {
        JobSnapshot.DeviceCounts counts = snapshot.devices();
        return counts == null
                ? null
                : new DeviceCounts(
                        counts.total(), counts.succeeded(), counts.failed(), counts.running(), counts.pending());
    }
}
