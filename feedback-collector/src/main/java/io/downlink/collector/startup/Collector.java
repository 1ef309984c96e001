package io.downlink.collector.startup;

import io.downlink.collector.Pipelines;
import io.downlink.collector.config.DownlinkConfig;
import io.downlink.service.topics.TopicsCheck;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Starts the pipelines when the topic is as it must be, and stops them with the batches in hand finished. */
@Singleton
public class Collector {
    private static final Logger LOGGER = Logger.getLogger(Collector.class);
    private static final int EXIT_STATUS = 1;
    /** As long as a batch may be completed. */
    private static final Duration DRAIN = Duration.ofSeconds(10);

    private final DownlinkConfig config;
    private final TopicsCheck topics;
    private final Pipelines pipelines;
    private volatile State state = State.STARTING;

    /** Where the collector is in its life. */
    public enum State {
        STARTING,
        RUNNING,
        STOPPING,
        /** A pipeline has ended, which it should not. */
        BROKEN
    }

    Collector(DownlinkConfig config, TopicsCheck topics, Pipelines pipelines) {
        this.config = config;
        this.topics = topics;
        this.pipelines = pipelines;
    }

    public State state() {
        return state;
    }

    void start(@Observes StartupEvent event) {
        topics.orRefuse();
        state = State.RUNNING;
        pipelines.start(this::ended);
        LOGGER.infof("collector started hubs=%s", config.hubs().keySet());
    }

    void stop(@Observes ShutdownEvent event) {
        switch (state) {
            case STARTING, STOPPING -> {} // nothing was received, or this runs already
            case RUNNING, BROKEN -> {
                state = State.STOPPING;
                LOGGER.info("collector stops, batches in hand are finished");
                boolean finished = pipelines.stop(DRAIN);
                LOGGER.infof("collector stopped finished=%b", finished);
            }
        }
    }

    /** Nothing of that hub would be published any more, so the process ends, for its supervisor to start it again. */
    private void ended(@Nullable Throwable failure) {
        if (state == State.STOPPING) {
            return;
        }
        state = State.BROKEN;
        LOGGER.error("a pipeline ended, the process ends", failure);
        Quarkus.asyncExit(EXIT_STATUS);
    }
}
