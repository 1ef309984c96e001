package io.downlink.gateway.pacing;

import java.util.function.DoubleSupplier;

/** Which part of the commands' partitions this replica owns, 0 to 1. Set by one thread, read by many. */
public final class OwnPart implements DoubleSupplier {
    private volatile double part;

    /** @param all 1 or more */
    public void is(int owned, int all) {
        part = (double) owned / all;
    }

    @Override
    public double getAsDouble() {
        return part;
    }
}
