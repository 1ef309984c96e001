package io.downlink.localstack.campaign;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;

/**
 * One strike, and what goes wrong at the hub around it.
 *
 * @param lead from the troubles to the strike
 * @param down how long what was killed stays down
 * @param which picks among those that can be struck, 0 or more
 * @param breather after all is well again
 */
record Round(Strike strike, List<Trouble> troubles, Duration lead, Duration down, int which, Duration breather) {
    Round {
        troubles = List.copyOf(troubles);
    }

    /** The next one that chance brings: half of them strike a gateway, one in seven lets one stand still. */
    static Round next(SplittableRandom random) {
        int draw = random.nextInt(100);
        Strike strike = draw < 50
                ? Strike.KILL_GATEWAY
                : draw < 64
                        ? Strike.PAUSE_GATEWAY
                        : draw < 76 ? Strike.KILL_KAFKA : draw < 88 ? Strike.KILL_HUB : Strike.KILL_DEVICES;
        int troubles = Math.max(0, random.nextInt(4) - 1); // none twice as often as one, or two
        return new Round(
                strike,
                random.ints(troubles, 0, 1).mapToObj(_ -> Trouble.any(random)).toList(),
                millis(random, 1_500),
                millis(random, 2_500),
                random.nextInt(0, Integer.MAX_VALUE),
                millis(random, 1_000));
    }

    private static Duration millis(SplittableRandom random, int max) {
        return Duration.ofMillis(random.nextInt(max));
    }
}
