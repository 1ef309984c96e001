package io.downlink.emulator.security;

import io.downlink.emulator.hub.HubException;
import java.time.Clock;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;

/** When tokens are too old. A client is not told why it is refused, so the log says it, above all when the clock was moved. */
final class Expiry {
    private static final Logger LOGGER = Logger.getLogger(Expiry.class);

    private Expiry() {}

    /**
     * Lets a token pass that is in force.
     *
     * @param whose for the log
     * @throws HubException unauthorized
     */
    static void check(Instant expiry, Clock clock, Object whose) {
        check(expiry, clock, whose, () -> true);
    }

    /**
     * The same for a token that comes often.
     *
     * @param news whether the log does not have it yet, asked when it is too old; it need not have it again
     */
    static void check(Instant expiry, Clock clock, Object whose, BooleanSupplier news) {
        Instant now = clock.instant();
        if (!expiry.isAfter(now)) {
            Logger.Level level = news.getAsBoolean() ? Logger.Level.INFO : Logger.Level.DEBUG;
            LOGGER.logf(level, "token refused of=%s reason=expired at=%s wall=%s", whose, expiry, now);
            throw HubException.unauthorized();
        }
    }
}
