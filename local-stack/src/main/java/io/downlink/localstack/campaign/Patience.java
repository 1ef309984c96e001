package io.downlink.localstack.campaign;

import io.downlink.localstack.stack.StackException;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits with an end: a campaign that hangs says where. */
final class Patience {
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);

    private Patience() {}

    /** @return whether it came true in time */
    static boolean within(Duration time, BooleanSupplier wanted) throws InterruptedException {
        long giveUpAt = System.nanoTime() + time.toNanos();
        while (!wanted.getAsBoolean()) {
            if (System.nanoTime() > giveUpAt) {
                return false;
            }
            Thread.sleep(BETWEEN_LOOKS);
        }
        return true;
    }

    /**
     * @param what is awaited, for a person
     * @param state how things stand, for a person, where it does not come true
     */
    static void require(Duration time, String what, Supplier<String> state, BooleanSupplier wanted)
            throws StackException, InterruptedException {
        if (!within(time, wanted)) {
            throw new StackException(
                    "the campaign hangs: after %d s still no %s; %s".formatted(time.toSeconds(), what, state.get()));
        }
    }
}
