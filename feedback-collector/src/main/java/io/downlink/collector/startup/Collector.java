package io.downlink.collector.startup;

import io.downlink.collector.Pipelines;
import io.downlink.collector.config.DownlinkConfig;
import io.downlink.collector.group.Membership;
import io.downlink.service.topics.TopicsCheck;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Joins the group when the topics are as they must be, and leaves it with the batches in hand finished. */
@Singleton
public class Collector {
    private static final Logger LOGGER = Logger.getLogger(Collector.class);
    private static final int EXIT_STATUS = 1;

    private final DownlinkConfig config;
    private final TopicsCheck topics;
    private final Pipelines pipelines;
    private final Membership membership;
    private volatile State state = State.STARTING;

    /** Where the collector is in its life. */
    public enum State {
        STARTING,
        RUNNING,
        STOPPING,
        /** A pipeline has ended, or the place in the group is lost for good, which should not be. */
        BROKEN
    }

    Collector(DownlinkConfig config, TopicsCheck topics, Pipelines pipelines, Membership membership) {
        this.config = config;
        this.topics = topics;
        this.pipelines = pipelines;
        this.membership = membership;
    }

    public State state() {
        return state;
    }

    void start(@Observes StartupEvent event) {
        topics.orRefuse();
        state = State.RUNNING;
        membership.join();
        LOGGER.infof("collector started hubs=%s", config.hubs().keySet());
    }

    void stop(@Observes ShutdownEvent event) {
        switch (state) {
            case STARTING, STOPPING -> {} // nothing was received, or this runs already
            case RUNNING, BROKEN -> {
                state = State.STOPPING;
                LOGGER.info("collector stops, batches in hand are finished");
                membership.leave();
                pipelines.close();
                LOGGER.info("collector stopped");
            }
        }
    }

    /** Nothing would be published any more, so the process ends, for its supervisor to start it again. */
    void ended(String what, @Nullable Throwable failure) {
        if (state == State.STOPPING) {
            return;
        }
        state = State.BROKEN;
        LOGGER.errorf(failure, "%s ended, the process ends", what);
        Quarkus.asyncExit(EXIT_STATUS);
    }
}
