package io.downlink.gateway.tenure;

import io.downlink.gateway.lanes.ParkedPlace;
import java.util.List;

/** Reads parked commands again, and goes on with each. A port, so that tests need no Kafka. */
@FunctionalInterface
public interface ParkedReader {

    /** Returns without waiting for what is read. */
    void read(Tenure tenure, List<ParkedPlace> places);
}
