package io.downlink.benchmarks;

/**
 * How one operation ended.
 *
 * @param asAsked whether it did what it was asked for
 * @param hubMicros how long the hub's call took, as whoever made it says; 0 if nobody does
 */
public record Outcome(boolean asAsked, long hubMicros) {
    public static Outcome of(boolean asAsked) {
        return new Outcome(asAsked, 0);
    }
}
