package io.downlink.orchestrator.startup;

import io.downlink.orchestrator.life.Job;
import io.downlink.orchestrator.outcome.JobFeed;
import io.downlink.orchestrator.state.Jobs;
import io.downlink.orchestrator.state.StateReplica;
import io.downlink.orchestrator.state.WorkerTransactions;
import io.downlink.orchestrator.work.Nudges;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.jboss.logging.Logger;

/** How this replica begins to work, and how it leaves the work to another one. */
@Singleton
class Takeover {
    private static final Logger LOGGER = Logger.getLogger(Takeover.class);
    private static final Duration GIVEN_UP_WITHIN = Duration.ofSeconds(5);

    /** Well below {@code max.poll.interval.ms}, after which another replica works and this one would shut it out. */
    private static final Duration BEGUN_WITHIN = Duration.ofSeconds(60);

    private final WorkerTransactions transactions;
    private final StateReplica replica;
    private final Jobs jobs;
    private final JobFeed feed;
    private final Nudges nudges;
    private final Drain drain;
    private final Duration begunWithin;

    @Inject
    Takeover(
            WorkerTransactions transactions,
            StateReplica replica,
            Jobs jobs,
            JobFeed feed,
            Nudges nudges,
            Drain drain) {
        this(transactions, replica, jobs, feed, nudges, drain, BEGUN_WITHIN);
    }

    /** @param begunWithin how long {@link #begin} may take */
    Takeover(
            WorkerTransactions transactions,
            StateReplica replica,
            Jobs jobs,
            JobFeed feed,
            Nudges nudges,
            Drain drain,
            Duration begunWithin) {
        this.transactions = transactions;
        this.replica = replica;
        this.jobs = jobs;
        this.feed = feed;
        this.nudges = nudges;
        this.drain = drain;
        this.begunWithin = begunWithin;
    }

    /**
     * Blocks until no earlier replica can write any more, and then until {@code downlink.job-state} is read to its end: in
     * this order nothing can be missed.
     *
     * @throws org.apache.kafka.common.KafkaException if one of them fails, or both together take longer than 60 s: nothing
     *     has begun then, and nothing begins any more
     */
    void begin() {
        FutureTask<Collection<Job>> taking = new FutureTask<>(() -> {
            transactions.open();
            return replica.takeOver();
        });
        Thread.ofPlatform().daemon().name("taking-over").start(taking);
        jobs.open(await(taking));
        nudges.now();
        LOGGER.info("this replica works");
    }

    private Collection<Job> await(Future<Collection<Job>> taking) {
        try {
            return taking.get(begunWithin.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            transactions.close(); // it would shut out who works by then
            throw new KafkaException("jobs are not taken over within " + begunWithin, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            transactions.close();
            throw new InterruptException(e);
        } catch (ExecutionException e) {
            throw new KafkaException("jobs cannot be taken over: " + e.getCause(), e.getCause());
        }
    }

    /** Blocks until what was begun is written and told, for a while at most. */
    void end() {
        drain.await(GIVEN_UP_WITHIN);
        transactions.close();
        jobs.leave();
        feed.end(); // after that: who listens later finds no job
        replica.standBy();
        LOGGER.info("another replica works from now on");
    }
}
