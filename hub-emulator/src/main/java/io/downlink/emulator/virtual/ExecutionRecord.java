package io.downlink.emulator.virtual;

/** Keeps what virtual devices executed. */
public interface ExecutionRecord extends AutoCloseable {
    /** Keeps nothing. */
    ExecutionRecord NONE = (_, _, _) -> {};

    /**
     * A device has begun to execute a method. Any thread may call this.
     *
     * @param payload JSON text
     */
    void executed(String device, String method, String payload);

    @Override
    default void close() {}
}
