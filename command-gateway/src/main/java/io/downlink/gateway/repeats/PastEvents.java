package io.downlink.gateway.repeats;

import io.downlink.contracts.commands.CommandEvent;
import io.smallrye.mutiny.Uni;
import java.util.Optional;

/** The events that were told before. */
@FunctionalInterface
public interface PastEvents {

    /**
     * Reads one.
     *
     * @param partition of the events
     * @return empty where it is not kept any more, or is none that this version can read; while Kafka is away it waits
     */
    Uni<Optional<CommandEvent>> at(int partition, long offset);
}
