package io.downlink.emulator.virtual;

import java.time.Duration;

/** What a virtual device does with what it is sent. */
public sealed interface Reaction {
    /** It is not there. */
    record Offline() implements Reaction {}

    /** It takes it, and is never heard of again. */
    record Hang() implements Reaction {}

    /**
     * It does what it was told, or fails to, and says so.
     *
     * @param after how long that takes
     */
    record Answer(Duration after, boolean succeeded) implements Reaction {}
}
