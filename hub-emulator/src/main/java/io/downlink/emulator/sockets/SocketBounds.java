package io.downlink.emulator.sockets;

import java.time.Duration;

/**
 * What one connection may cost the hub.
 *
 * @param unreadBytesMax how much may wait for its client to read it
 * @param stallMax how long a client may take nothing of what waits; below {@value UnreadBytes#WAITING_BYTES_MIN} bytes
 *     nothing counts as waiting
 * @param silenceMax how long a client may say nothing; zero: as long as its protocol lets it
 */
public record SocketBounds(long unreadBytesMax, Duration stallMax, Duration silenceMax) {}
