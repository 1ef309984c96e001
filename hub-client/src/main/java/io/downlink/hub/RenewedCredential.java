package io.downlink.hub;

import com.azure.core.credential.AzureSasCredential;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jboss.logging.Logger;

/**
 * The one credential of all clients of a hub, with a token that is renewed when half of its life is over. Signing once
 * for many calls, instead of once for each, is a good part of what makes the SDK fast.
 */
final class RenewedCredential {
    private static final Logger LOGGER = Logger.getLogger(RenewedCredential.class);

    static final Duration TOKEN_LIFE = Duration.ofHours(1);

    /** Short against the token's life, so that a machine that was asleep has a good one again soon after. */
    static final Duration CHECK_EVERY = Duration.ofSeconds(30);

    private final HubSettings hub;
    private final Clock clock;
    private final AzureSasCredential credential;
    private volatile Instant renewAt;

    RenewedCredential(HubSettings hub, Clock clock) {
        this.hub = hub;
        this.clock = clock;
        Instant now = clock.instant();
        this.credential = new AzureSasCredential(tokenAt(now));
        this.renewAt = renewalAfter(now);
    }

    AzureSasCredential credential() {
        return credential;
    }

    /** Signs a new token if half of the present one's life is over. Never throws: that would end the renewals. */
    void renewWhenDue() {
        try {
            renewWhenDue(clock.instant());
        } catch (RuntimeException e) {
            LOGGER.errorf(e, "token not renewed, tried again soon hub=%s", hub.name());
        }
    }

    private void renewWhenDue(Instant now) {
        if (!now.isBefore(renewAt)) {
            credential.update(tokenAt(now));
            renewAt = renewalAfter(now);
            LOGGER.debugf("token renewed hub=%s nextAt=%s", hub.name(), renewAt);
        }
    }

    private String tokenAt(Instant now) {
        return SasToken.sign(hub.hostName(), hub.credential(), now.plus(TOKEN_LIFE))
                .text();
    }

    private static Instant renewalAfter(Instant now) {
        return now.plus(TOKEN_LIFE.dividedBy(2));
    }
}
