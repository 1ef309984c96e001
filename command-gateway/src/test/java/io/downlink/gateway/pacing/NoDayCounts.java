package io.downlink.gateway.pacing;

import java.util.List;

/** Where nothing is counted. */
public final class NoDayCounts implements DayCounts {

    @Override
    public List<DayCount> of(int partition) {
        return List.of();
    }

    @Override
    public void takeOver(int partition, List<DayCount> before) {
        // nobody counts on
    }

    @Override
    public void release(int partition) {
        // nobody has counted
    }
}
