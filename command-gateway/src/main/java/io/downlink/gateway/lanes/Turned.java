package io.downlink.gateway.lanes;

import io.downlink.contracts.commands.Reason;

/**
 * What became of a turn in a lane.
 *
 * @param <T> what its work ends with
 */
public sealed interface Turned<T> {

    /** Its work has ended so. */
    record Ended<T>(T item) implements Turned<T> {}

    /**
     * It waits too long to be held. Nothing of it runs, and its place in the lane is kept until {@link Lanes#parked} says
     * that it is safe in the log.
     *
     * @param calls how often its work has begun a call
     * @param reason what it waits for
     */
    record ToPark<T>(int calls, Reason reason) implements Turned<T> {}

    /**
     * It is past its deadline, and waits.
     *
     * @param calls how often its work has begun a call
     * @param reason what it waited for
     */
    record Late<T>(int calls, Reason reason) implements Turned<T> {}

    /** It was parked before, and is again: there is nothing to do. */
    record StaysParked<T>() implements Turned<T> {}
}
