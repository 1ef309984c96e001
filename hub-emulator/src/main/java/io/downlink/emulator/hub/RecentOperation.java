package io.downlink.emulator.hub;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that a client did, or wanted to do.
 *
 * @param number counts all that ever were
 * @param time by the hub's clock
 * @param kind what it was, such as {@code connect}, or a method and a path with its variables
 * @param client the device or module that it was about, as the client wrote it; null: none
 * @param outcome what became of it, such as a status
 */
public record RecentOperation(
        long number, Instant time, String kind, @Nullable String client, String outcome) {}
