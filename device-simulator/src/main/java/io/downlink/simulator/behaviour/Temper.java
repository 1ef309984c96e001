package io.downlink.simulator.behaviour;

import io.downlink.simulator.behaviour.Conduct.Act;
import io.downlink.simulator.behaviour.Conduct.Fail;
import io.downlink.simulator.behaviour.Conduct.Hang;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Decides for one device how it takes each call.
 *
 * <p>The same seed gives the same device the same conduct for its first, second, nth call, however the calls of
 * different devices interleave. Not safe for use by many threads: a device takes one call at a time.
 */
public final class Temper {
    private final Rates rates;
    private final Latency latency;
    private final RandomGenerator random;

    public Temper(Rates rates, Latency latency, long seed, String deviceId) {
        this.rates = rates;
        this.latency = latency;
        this.random = new SplittableRandom(seed ^ ((long) deviceId.hashCode() << Integer.SIZE));
    }

    public Conduct next() {
        // Always three draws, so that one rate does not shift what the others decide.
        boolean hangs = random.nextDouble() < rates.hang();
        boolean fails = random.nextDouble() < rates.failure();
        Duration after = latency.next(random);
        if (hangs) {
            return new Hang();
        }
        return fails ? new Fail(after) : new Act(after);
    }

    /**
     * How often a device misbehaves, from 0 (never) to 1 (always).
     *
     * @param hang of all calls, those that it hangs on
     * @param failure of the others, those that it answers with a failure
     */
    public record Rates(double hang, double failure) {

        public Rates {
            check("hang", hang);
            check("failure", failure);
        }

        private static void check(String name, double rate) {
            if (!(rate >= 0 && rate <= 1)) {
                throw new IllegalArgumentException("%s rate %s: not between 0 and 1".formatted(name, rate));
            }
        }
    }
}
