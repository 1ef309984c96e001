package io.downlink.emulator.fuzz;

import java.util.List;

/**
 * What a well-behaved client would send, step by step.
 *
 * @param name for the report
 * @param port where
 * @param steps each is sent when the hub has had a moment to answer the one before
 */
record Conversation(String name, int port, List<byte[]> steps) {
    @Override
    public String toString() {
        return name;
    }
}
