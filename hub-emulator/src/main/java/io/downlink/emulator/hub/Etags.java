package io.downlink.emulator.hub;

import java.nio.ByteBuffer;
import java.util.Base64;

/** The form of an etag: Base64 of a 64-bit counter. */
final class Etags {
    private Etags() {}

    static String of(long counter) {
        return Base64.getEncoder()
                .encodeToString(ByteBuffer.allocate(Long.BYTES).putLong(counter).array());
    }
}
