package io.downlink.gateway;

import io.downlink.contracts.commands.CommandEvent;
import io.downlink.contracts.commands.CommandEvent.Parked;

/** What a record comes to. */
sealed interface Outcome {

    /** It is told on the events topic. */
    record Tell(CommandEvent event) implements Outcome {}

    /** It waits too long to be held. */
    record Park(Parked event) implements Outcome {}

    /** It was parked, and is again. */
    record StayParked() implements Outcome {}

    /** Nothing can be told of it, for this reason. It is kept as it is, and not carried out once more. */
    record Keep(Throwable reason) implements Outcome {}

    /** There is nothing to tell of it, or all was told before. */
    record Acknowledge() implements Outcome {}

    /** It is another replica's to tell. */
    record Leave() implements Outcome {}
}
