package io.downlink.emulator.hub;

/** Where changes are written down before anybody is told of them. */
public interface Journal {
    /** For a hub that may forget everything at its end. */
    Journal NONE = _ -> {};

    /**
     * Writes a change down. The caller holds the lock of what changes, so that the order here is the order of the effects,
     * and lets the change take effect when this returns.
     *
     * @throws java.io.UncheckedIOException if it cannot be written; then it must not take effect, and no
     *     later one is written either
     */
    void append(Change change);
}
