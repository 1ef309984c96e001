package io.downlink.hub;

import java.util.List;

/**
 * The devices for which a condition holds.
 *
 * @param number of all of them
 * @param sample the ids of some
 */
public record MatchedDevices(int number, List<String> sample) {

    public MatchedDevices {
        sample = List.copyOf(sample);
    }
}
