package io.downlink.collector.receiving;

import io.downlink.contracts.commands.Reason;
import java.time.Instant;

/** How a hub's receiver stands. */
public sealed interface ReceiverState {

    /** Since when it stands so. */
    Instant since();

    /** Another replica receives, or will: this one stands by. */
    record StandingBy(Instant since) implements ReceiverState {}

    /** The first one is being opened, or the next one after Kafka was silent or a receiver seemed deaf. */
    record Opening(Instant since) implements ReceiverState {}

    /**
     * The hub has it, and sends feedback when there is any.
     *
     * @param heard when the latest batch came, or since when there could have been one
     */
    record Connected(Instant since, Instant heard) implements ReceiverState {}

    /**
     * It could not be opened or was lost. Others are tried, with pauses in between.
     *
     * @param since the first of the failures in a row that had this reason
     * @param detail in the words of the hub or the connection, of the latest failure
     */
    record Disconnected(Instant since, Reason reason, String detail) implements ReceiverState {}

    /** Closed on purpose: Kafka acknowledges no records, and a hub delivers a batch only so often. */
    record AwaitingKafka(Instant since) implements ReceiverState {}
}
