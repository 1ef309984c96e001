package io.downlink.orchestrator.startup;

import io.downlink.contracts.topics.Topics;
import io.downlink.orchestrator.state.Jobs;
import io.downlink.orchestrator.state.Restore;
import io.downlink.orchestrator.work.JobKeeper;
import io.downlink.orchestrator.work.Nudges;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.reactive.messaging.kafka.KafkaConsumerRebalanceListener;
import jakarta.enterprise.inject.Default;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Collection;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * Who works: the member of the group that owns the one partition of {@code downlink.jobs}. It begins with reading
 * {@code downlink.job-state} to the end; that happens on the thread that polls, so no request comes before. The others
 * stand by.
 */
@Singleton
@Default
@Identifier("downlink.job-orchestrator") // the group id: by it SmallRye finds its listener
public class Ownership implements KafkaConsumerRebalanceListener {
    private static final Logger LOGGER = Logger.getLogger(Ownership.class);
    private static final TopicPartition JOBS = new TopicPartition(Topics.JOBS, 0);
    private static final Duration GIVEN_UP_WITHIN = Duration.ofSeconds(5);

    private final Restore restore;
    private final Jobs jobs;
    private final JobKeeper keeper;
    private final Nudges nudges;
    private final Drain drain;
    private volatile boolean joined;

    Ownership(Restore restore, Jobs jobs, JobKeeper keeper, Nudges nudges, Drain drain) {
        this.restore = restore;
        this.jobs = jobs;
        this.keeper = keeper;
        this.nudges = nudges;
        this.drain = drain;
    }

    /** Whether the orchestrator has joined its group. */
    public boolean joined() {
        return joined;
    }

    /** Whether this is the replica that works. */
    public boolean works() {
        return jobs.isOpen();
    }

    @Override
    public void onPartitionsAssigned(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        if (partitions.contains(JOBS)) {
            jobs.open(restore.read());
            keeper.resume()
                    .subscribe()
                    .with(
                            _ -> nudges.now(),
                            defect -> LOGGER.error("jobs are not told once more, by a defect", defect));
        }
        joined = true;
        LOGGER.infof("group joined works=%s", jobs.isOpen());
    }

    @Override
    public void onPartitionsRevoked(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        if (partitions.contains(JOBS)) {
            drain.await(GIVEN_UP_WITHIN);
            LOGGER.info("another replica works from now on");
        }
    }
}
