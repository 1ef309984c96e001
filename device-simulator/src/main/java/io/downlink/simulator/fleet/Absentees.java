package io.downlink.simulator.fleet;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Chooses the devices of a fleet that stay offline: registered, but never connected. */
public final class Absentees {

    private Absentees() {}

    /**
     * @param named devices that stay offline in any case
     * @param rate of all devices, the share that stays offline, from 0 to 1, rounded to whole devices; those named count
     * @return the same devices for the same seed
     * @throws IllegalArgumentException if the rate is out of range, or a device named is not of the fleet
     */
    public static Set<String> of(List<String> deviceIds, List<String> named, double rate, long seed) {
        if (!(rate >= 0 && rate <= 1)) {
            throw new IllegalArgumentException("offline rate %s: not between 0 and 1".formatted(rate));
        }
        Set<String> absent = new HashSet<>(named);
        if (!deviceIds.containsAll(absent)) {
            absent.removeAll(Set.copyOf(deviceIds));
            throw new IllegalArgumentException("%s to stay offline: not of the fleet".formatted(absent));
        }
        List<String> others = new ArrayList<>(deviceIds);
        others.removeAll(absent);
        Collections.shuffle(others, new Random(seed));
        long more = Math.round(rate * deviceIds.size()) - absent.size();
        others.stream().limit(Math.max(0, more)).forEach(absent::add);
        return absent;
    }
}
