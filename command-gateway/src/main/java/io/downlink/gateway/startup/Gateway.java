package io.downlink.gateway.startup;

import io.downlink.gateway.CommandPipeline;
import io.downlink.gateway.config.DownlinkConfig;
import io.downlink.service.topics.TopicsCheck;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Starts the pipeline when all that it needs is there, and stops it without losing what it holds. */
@Singleton
public class Gateway {
    private static final Logger LOGGER = Logger.getLogger(Gateway.class);
    private static final int EXIT_STATUS = 1;

    private final DownlinkConfig config;
    private final TopicsCheck topics;
    private final Multi<Message<byte[]>> commands;
    private final CommandPipeline pipeline;
    private final Drain drain;
    private volatile State state = State.STARTING;

    /** Where the gateway is in its life. */
    public enum State {
        STARTING,
        RUNNING,
        STOPPING,
        /** The stream of commands has ended, which it should not. */
        BROKEN
    }

    Gateway(
            DownlinkConfig config,
            TopicsCheck topics,
            @Channel("commands") Multi<Message<byte[]>> commands,
            CommandPipeline pipeline,
            Drain drain) {
        this.config = config;
        this.topics = topics;
        this.commands = commands;
        this.pipeline = pipeline;
        this.drain = drain;
    }

    public State state() {
        return state;
    }

    void start(@Observes StartupEvent event) {
        topics.orRefuse();
        state = State.RUNNING;
        // What is read while the gateway stops is left for whoever comes next.
        pipeline.carry(
                        commands.select().where(_ -> state == State.RUNNING),
                        config.gateway().recordsBufferedMax())
                .subscribe()
                .with(
                        _ -> ended("command stream completed, the process ends", null),
                        failure -> ended("command stream failed, the process ends", failure));
        LOGGER.infof(
                "gateway started hubs=%s recordsBufferedMax=%d",
                config.hubs().keySet(), config.gateway().recordsBufferedMax());
    }

    void stop(@Observes ShutdownEvent event) {
        switch (state) {
            case STARTING, STOPPING -> {} // nothing was read, or this runs already
            case RUNNING, BROKEN -> {
                state = State.STOPPING;
                drain.await(config.gateway().drain());
            }
        }
    }

    /** Nothing would be carried out any more, so the process ends, for its supervisor to start it again. */
    private void ended(String sentence, @Nullable Throwable failure) {
        if (state == State.STOPPING) {
            return;
        }
        state = State.BROKEN;
        LOGGER.error(sentence, failure);
        Quarkus.asyncExit(EXIT_STATUS);
    }
}
