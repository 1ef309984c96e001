package io.downlink.gateway.dispatch;

import io.downlink.gateway.pacing.DayCount;
import io.downlink.gateway.pacing.DayCounts;
import java.util.List;
import java.util.function.Supplier;

/** The day's messages of all hubs. What was counted of one that is not configured any more is forgotten. */
public final class HubDays implements DayCounts {
    private final Supplier<Hubs> hubs;

    /** @param hubs asked for when they are needed */
    public HubDays(Supplier<Hubs> hubs) {
        this.hubs = hubs;
    }

    @Override
    public List<DayCount> of(int partition) {
        return hubs.get().all().stream()
                .flatMap(hub -> hub.pacer().dayCount(partition).stream())
                .toList();
    }

    @Override
    public void takeOver(int partition, List<DayCount> before) {
        hubs.get().all().forEach(hub -> hub.pacer().count(partition));
        before.forEach(count ->
                hubs.get().named(count.hub()).ifPresent(hub -> hub.pacer().countOn(partition, count)));
    }

    @Override
    public void release(int partition) {
        hubs.get().all().forEach(hub -> hub.pacer().countNoMore(partition));
    }
}
