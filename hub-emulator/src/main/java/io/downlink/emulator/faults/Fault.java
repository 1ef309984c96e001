package io.downlink.emulator.faults;

import io.downlink.emulator.hub.DeviceId;
import org.jspecify.annotations.Nullable;

/** Something that goes wrong on demand. */
public sealed interface Fault {
    /** The only device it befalls; null: every device. */
    @Nullable
    DeviceId device();

    /** How often it happens; null: until it is removed. */
    @Nullable
    Integer times();

    /** The device gets a direct method and answers; instead of its answer the caller sees its connection closed. */
    record ExecuteThenClose(
            @Nullable DeviceId device, @Nullable Integer times) implements Fault {
        /**
         * Checks the count.
         *
         * @throws IllegalArgumentException if it is below 1
         */
        public ExecuteThenClose {
            if (times != null && times < 1) {
                throw new IllegalArgumentException("times must be 1 or more, is " + times);
            }
        }
    }
}
