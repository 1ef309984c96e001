package io.downlink.gateway.health;

import io.smallrye.common.annotation.Identifier;
import io.smallrye.reactive.messaging.kafka.KafkaConsumerRebalanceListener;
import jakarta.enterprise.inject.Default;
import jakarta.inject.Singleton;
import java.util.Collection;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/** Whether the gateway has joined its consumer group. A member without partitions stands by, and is one too. */
@Singleton
@Default
@Identifier("downlink.command-gateway") // the group id: by it SmallRye finds its listener
public class GroupMembership implements KafkaConsumerRebalanceListener {
    private static final Logger LOGGER = Logger.getLogger(GroupMembership.class);

    private volatile boolean joined;

    public boolean joined() {
        return joined;
    }

    @Override
    public void onPartitionsAssigned(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        joined = true;
        LOGGER.infof("partitions assigned partitions=%s", partitions);
    }

    @Override
    public void onPartitionsRevoked(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        LOGGER.infof("partitions revoked partitions=%s", partitions);
    }
}
