package io.downlink.emulator.faults;

/** The answer to a request, ready to be sent. Any thread may call it. */
public interface Reply {
    /** Sends it. */
    void send();

    /** Sends so much that its reader waits for the rest. */
    void sendHalf();
}
