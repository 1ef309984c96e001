package io.downlink.orchestrator.startup;

import io.downlink.orchestrator.state.Jobs;
import io.downlink.orchestrator.state.Restore;
import io.downlink.orchestrator.work.JobKeeper;
import io.downlink.orchestrator.work.Nudges;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.jboss.logging.Logger;

/** How this replica begins to work, and how it leaves the work to another one. */
@Singleton
class Takeover {
    private static final Logger LOGGER = Logger.getLogger(Takeover.class);
    private static final Duration GIVEN_UP_WITHIN = Duration.ofSeconds(5);

    private final Restore restore;
    private final Jobs jobs;
    private final JobKeeper keeper;
    private final Nudges nudges;
    private final Drain drain;

    Takeover(Restore restore, Jobs jobs, JobKeeper keeper, Nudges nudges, Drain drain) {
        this.restore = restore;
        this.jobs = jobs;
        this.keeper = keeper;
        this.nudges = nudges;
        this.drain = drain;
    }

    /**
     * Blocks until {@code downlink.job-state} is read to its end.
     *
     * @throws org.apache.kafka.common.KafkaException if it cannot be read: nothing has begun then
     */
    void begin() {
        jobs.open(restore.read());
        keeper.resume()
                .subscribe()
                .with(_ -> nudges.now(), defect -> LOGGER.error("jobs are not told once more, by a defect", defect));
        LOGGER.info("this replica works");
    }

    /** Blocks until what was begun is written and told, for a while at most. */
    void end() {
        drain.await(GIVEN_UP_WITHIN);
        LOGGER.info("another replica works from now on");
    }
}
