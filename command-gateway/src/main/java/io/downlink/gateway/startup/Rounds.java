package io.downlink.gateway.startup;

import io.vertx.mutiny.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jboss.logging.Logger;

/** What is looked after again and again, as long as the consumer that it needs is there. */
final class Rounds {
    private static final Logger LOGGER = Logger.getLogger(Rounds.class);

    private final Vertx vertx;
    private final List<Long> timers = new CopyOnWriteArrayList<>();

    Rounds(Vertx vertx) {
        this.vertx = vertx;
    }

    /** @param pause between two rounds, 1 ms or more; the first one comes after it, too */
    void every(Duration pause, Runnable round) {
        timers.add(vertx.setPeriodic(pause.toMillis(), _ -> attempt(round)));
    }

    /** No round begins any more. */
    void end() {
        timers.forEach(vertx::cancelTimer);
        timers.clear();
    }

    /** The gateway may be on its way down, with a start that failed: then much of what a round needs is gone already. */
    private static void attempt(Runnable round) {
        try {
            round.run();
        } catch (RuntimeException e) {
            LOGGER.warnf("a round of the gateway failed reason=%s", e);
        }
    }
}
