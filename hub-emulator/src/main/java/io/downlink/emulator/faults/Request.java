package io.downlink.emulator.faults;

import org.jspecify.annotations.Nullable;

/** A request of a service, whatever its protocol, as far as faults go. Any thread may call it. */
public interface Request {
    /** What it is about. */
    Operation operation();

    /** The device it is about; null: none. */
    @Nullable
    String device();

    /** Whether nobody waits for its answer any more. */
    boolean gone();

    /** Answers with an error. */
    void refuse(Refusal refusal);

    /** Closes the caller's connection without a word. */
    void closeConnection();

    /** Keeps the caller's connection, and neither says nor hears anything on it any more. */
    void mute();
}
