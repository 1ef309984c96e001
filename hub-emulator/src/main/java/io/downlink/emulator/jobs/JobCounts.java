package io.downlink.emulator.jobs;

import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;

/** The devices of a job by how far it came with them. */
public record JobCounts(int devices, int failed, int succeeded, int running, int pending) {
    static final JobCounts NONE = new JobCounts(0, 0, 0, 0, 0);

    static JobCounts of(Collection<DeviceJob> rows) {
        Map<DeviceJobStatus, Integer> counts = new EnumMap<>(DeviceJobStatus.class);
        rows.forEach(row -> counts.merge(row.status(), 1, Integer::sum));
        return new JobCounts(
                rows.size(),
                counts.getOrDefault(DeviceJobStatus.FAILED, 0),
                counts.getOrDefault(DeviceJobStatus.COMPLETED, 0),
                counts.getOrDefault(DeviceJobStatus.RUNNING, 0),
                counts.getOrDefault(DeviceJobStatus.PENDING, 0));
    }
}
