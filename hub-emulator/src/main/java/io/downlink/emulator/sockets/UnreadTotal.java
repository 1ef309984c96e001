package io.downlink.emulator.sockets;

import java.util.concurrent.atomic.AtomicLong;

/** What waits in all connections together for clients to read it. Many clients that read slowly must not fill the memory. */
public final class UnreadTotal {
    private final long bytesMax;
    private final AtomicLong bytes = new AtomicLong();

    /**
     * Nothing waits yet.
     *
     * @param bytesMax beyond this, connections end for which much waits
     */
    public UnreadTotal(long bytesMax) {
        this.bytesMax = bytesMax;
    }

    /** For a hub with all the memory of its JVM, of which this is a quarter at most. */
    public static UnreadTotal ofThisJvm() {
        return new UnreadTotal(Runtime.getRuntime().maxMemory() / 4);
    }

    void change(long difference) {
        bytes.addAndGet(difference);
    }

    boolean isTooMuch() {
        return bytes.get() > bytesMax;
    }

    long bytes() {
        return bytes.get();
    }
}
