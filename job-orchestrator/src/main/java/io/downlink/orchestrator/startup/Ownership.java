package io.downlink.orchestrator.startup;

import io.downlink.contracts.topics.Topics;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.reactive.messaging.kafka.KafkaConsumerRebalanceListener;
import jakarta.enterprise.inject.Default;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Collection;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * Who works: the member of the group that owns the one partition of {@code downlink.jobs}; the others stand by. What is
 * to be done at the change is done on the thread that polls, so no request comes before. An owner that cannot read the
 * state is none: SmallRye would poll on, and never say again that the partition is here, so the process ends.
 */
@Singleton
@Default
@Identifier("downlink.job-orchestrator") // the group id: by it SmallRye finds its listener
public class Ownership implements KafkaConsumerRebalanceListener {
    private static final Logger LOGGER = Logger.getLogger(Ownership.class);
    private static final TopicPartition JOBS = new TopicPartition(Topics.JOBS, 0);

    private final Runnable begin;
    private final Runnable end;
    private final Failed failed;

    private volatile boolean joined;
    private volatile boolean works;
    private volatile boolean broken;

    /** What it needs is made when it is needed: SmallRye makes its listeners before there are channels to write to. */
    @Inject
    Ownership(Instance<Takeover> takeover, Instance<Orchestrator> orchestrator) {
        this(
                () -> takeover.get().begin(),
                () -> takeover.get().end(),
                failure -> orchestrator.get().ended("taking over of jobs", failure));
    }

    /** @param failed told why the work cannot be taken over */
    Ownership(Runnable begin, Runnable end, Failed failed) {
        this.begin = begin;
        this.end = end;
        this.failed = failed;
    }

    /** Ends the process. */
    @FunctionalInterface
    interface Failed {
        void because(Throwable failure);
    }

    /** Whether the orchestrator has joined its group, and works if it is to. */
    public boolean joined() {
        return joined;
    }

    /** Whether this is the replica that works. */
    public boolean works() {
        return works;
    }

    @Override
    public void onPartitionsAssigned(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        if (partitions.contains(JOBS)) {
            takeOver();
        }
        joined = !broken;
        LOGGER.infof("group joined works=%s", works);
    }

    private void takeOver() {
        try {
            begin.run();
            works = true;
        } catch (RuntimeException e) {
            broken = true;
            failed.because(e);
        }
    }

    @Override
    public void onPartitionsRevoked(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        if (partitions.contains(JOBS)) {
            works = false;
            end.run();
        }
    }
}
