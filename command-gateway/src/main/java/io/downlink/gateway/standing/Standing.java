package io.downlink.gateway.standing;

import io.downlink.contracts.commands.CommandEvent;
import io.downlink.gateway.cancelling.HeldCommand;

/** What one replica knows of a command. */
public sealed interface Standing {

    /** It has ended, and Kafka has its event. */
    record Ended(CommandEvent event) implements Standing {}

    /** It has ended within the window, and its event can no longer be read. */
    record Forgotten() implements Standing {}

    /** It was read, and Kafka has no event yet that ends it. */
    record Held(HeldCommand.Standing at) implements Standing {}

    /** Its device's partition is ours, and no such command was read, or it ended too long ago. */
    record Unknown() implements Standing {}

    /**
     * Another replica has to be asked, or this one is just taking over.
     *
     * @param partition of the device; less than 0 as long as this replica knows of no partition at all
     */
    record Elsewhere(int partition) implements Standing {}
}
