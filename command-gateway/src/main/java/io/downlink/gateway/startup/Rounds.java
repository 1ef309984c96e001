package io.downlink.gateway.startup;

import io.vertx.mutiny.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** What is looked after again and again, as long as the consumer that it needs is there. */
final class Rounds {
    private final Vertx vertx;
    private final List<Long> timers = new CopyOnWriteArrayList<>();

    Rounds(Vertx vertx) {
        this.vertx = vertx;
    }

    /** @param pause between two rounds, 1 ms or more; the first one comes after it, too */
    void every(Duration pause, Runnable round) {
        timers.add(vertx.setPeriodic(pause.toMillis(), _ -> round.run()));
    }

    /** No round begins any more. */
    void end() {
        timers.forEach(vertx::cancelTimer);
        timers.clear();
    }
}
