package io.downlink.orchestrator.work;

import io.downlink.orchestrator.life.Seen;
import org.jboss.logging.Logger;

/** Says once that a hub does not answer, and once that it answers again. */
final class HubContact {
    private static final Logger LOGGER = Logger.getLogger(HubContact.class);

    private final String hub;
    private volatile boolean answers = true;

    HubContact(String hub) {
        this.hub = hub;
    }

    void heard(Seen seen) {
        if (seen instanceof Seen.NotSaid(var failure)) {
            failed(String.valueOf(failure));
        } else {
            answered();
        }
    }

    void failed(Throwable failure) {
        failed(String.valueOf(failure.getMessage()));
    }

    void answered() {
        if (!answers) {
            answers = true;
            LOGGER.infof("hub answers again hub=%s", hub);
        }
    }

    private void failed(String reason) {
        if (answers) {
            answers = false;
            LOGGER.warnf(
                    "hub does not say how jobs stand, it is asked again with every tick hub=%s reason=%s", hub, reason);
        }
    }
}
