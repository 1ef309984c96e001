package io.downlink.gateway.pacing;

import java.util.List;

/** What the commands of each partition have used of the hubs' messages of the day. */
public interface DayCounts {

    /** What was counted for a partition today, one for each hub whose messages are counted. */
    List<DayCount> of(int partition);

    /** Counts on from what an earlier owner of the partition has counted. */
    void takeOver(int partition, List<DayCount> before);

    /** The partition is another's to count for. */
    void release(int partition);
}
