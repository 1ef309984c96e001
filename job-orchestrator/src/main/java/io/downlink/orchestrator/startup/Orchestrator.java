package io.downlink.orchestrator.startup;

import io.downlink.orchestrator.config.DownlinkConfig;
import io.downlink.orchestrator.requests.RequestPipeline;
import io.downlink.orchestrator.state.Jobs;
import io.downlink.orchestrator.state.StateReplica;
import io.downlink.orchestrator.state.WorkerTransactions;
import io.downlink.orchestrator.work.Followers;
import io.downlink.orchestrator.work.Hubs;
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

/** Starts the work when all that it needs is there, and stops it without losing what it holds. */
@Singleton
public class Orchestrator {
    private static final Logger LOGGER = Logger.getLogger(Orchestrator.class);
    private static final int EXIT_STATUS = 1;

    private final DownlinkConfig config;
    private final TopicsCheck topics;
    private final Multi<Message<byte[]>> records;
    private final RequestPipeline requests;
    private final Followers followers;
    private final StateReplica replica;
    private final WorkerTransactions transactions;
    private final Jobs jobs;
    private final Hubs hubs;
    private final Drain drain;
    private volatile State state = State.STARTING;

    /** Where the orchestrator is in its life. */
    public enum State {
        STARTING,
        RUNNING,
        STOPPING,
        /** A stream has ended, which it should not, or the work could not be taken over. */
        BROKEN
    }

    Orchestrator(
            DownlinkConfig config,
            TopicsCheck topics,
            @Channel("jobs") Multi<Message<byte[]>> records,
            RequestPipeline requests,
            Followers followers,
            StateReplica replica,
            WorkerTransactions transactions,
            Jobs jobs,
            Hubs hubs,
            Drain drain) {
        this.config = config;
        this.topics = topics;
        this.records = records;
        this.requests = requests;
        this.followers = followers;
        this.replica = replica;
        this.transactions = transactions;
        this.jobs = jobs;
        this.hubs = hubs;
        this.drain = drain;
    }

    public State state() {
        return state;
    }

    void start(@Observes StartupEvent event) {
        topics.orRefuse();
        state = State.RUNNING;
        replica.start();
        keepUp("following of jobs", followers.follow());
        // What is read while this replica stops, or no longer works, is left for whoever does.
        keepUp("stream of requests", requests.carry(records.select().where(_ -> jobs.isOpen())));
        LOGGER.infof(
                "orchestrator started hubs=%s pollInterval=%s",
                hubs.names(), config.jobs().pollInterval());
    }

    void stop(@Observes ShutdownEvent event) {
        switch (state) {
            case STARTING, STOPPING -> {} // nothing was read, or this runs already
            case RUNNING, BROKEN -> {
                state = State.STOPPING;
                drain.await(config.jobs().drain());
                transactions.close();
                replica.close();
                hubs.close();
                LOGGER.info("orchestrator stopped");
            }
        }
    }

    private void keepUp(String what, Multi<?> stream) {
        stream.subscribe().with(_ -> {}, failure -> ended(what, failure), () -> ended(what, null));
    }

    /** Another replica works, or Kafka does not take what this one writes: nothing more is begun here. */
    void cannotWrite(Throwable failure) {
        jobs.close();
        ended("writing of jobs", failure);
    }

    /** Nothing would be carried out any more, so the process ends, for its supervisor to start it again. */
    void ended(String what, @Nullable Throwable failure) {
        if (state == State.STOPPING) {
            return;
        }
        state = State.BROKEN;
        LOGGER.errorf(failure, "%s ended, the process ends", what);
        Quarkus.asyncExit(EXIT_STATUS);
    }
}
