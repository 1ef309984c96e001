package io.downlink.gateway.tenure;

import java.time.Instant;

/** What was known of a record before it was read now. */
public sealed interface Fate {

    /** Nothing: it is to be carried out. */
    record Unknown() implements Fate {}

    /** Its outcome was told. There is nothing left to do. */
    record Finished() implements Fate {}

    /**
     * It was about to be called, and nothing more is known.
     *
     * @param callEndsBy when that call has ended, if there was one
     */
    record Interrupted(Instant callEndsBy) implements Fate {}
}
