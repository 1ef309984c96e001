package io.downlink.orchestrator.startup;

import io.downlink.contracts.topics.Topics;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.reactive.messaging.kafka.KafkaConsumerRebalanceListener;
import jakarta.enterprise.inject.Default;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.util.Collection;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * Who works: the member of the group that owns the one partition of {@code downlink.jobs}; the others stand by. What is
 * to be done at the change is done on the thread that polls, so no request comes before.
 */
@Singleton
@Default
@Identifier("downlink.job-orchestrator") // the group id: by it SmallRye finds its listener
public class Ownership implements KafkaConsumerRebalanceListener {
    private static final Logger LOGGER = Logger.getLogger(Ownership.class);
    private static final TopicPartition JOBS = new TopicPartition(Topics.JOBS, 0);

    /** Made when it is needed: SmallRye makes its listeners before there are channels to write to. */
    private final Instance<Takeover> takeover;

    private volatile boolean joined;
    private volatile boolean works;

    Ownership(Instance<Takeover> takeover) {
        this.takeover = takeover;
    }

    /** Whether the orchestrator has joined its group. */
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
            takeover.get().begin();
            works = true;
        }
        joined = true;
        LOGGER.infof("group joined works=%s", works);
    }

    @Override
    public void onPartitionsRevoked(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        if (partitions.contains(JOBS)) {
            works = false;
            takeover.get().end();
        }
    }
}
