package io.downlink.localstack.verdict;

import java.util.List;

/**
 * All that a verdict is given on.
 *
 * @param asked the commands, as they stand on their topic
 * @param told their final events, each partition's in its order
 * @param deeds what the devices wrote down, each device's in its order
 */
public record Evidence(List<Asked> asked, List<Told> told, List<Deed> deeds) {
    public Evidence {
        asked = List.copyOf(asked);
        told = List.copyOf(told);
        deeds = List.copyOf(deeds);
    }
}
