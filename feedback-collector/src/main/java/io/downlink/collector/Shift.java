package io.downlink.collector;

import io.downlink.collector.group.Work;
import io.downlink.collector.lost.LostFeedback;
import java.time.Duration;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** What the replica does that works: it receives from all hubs, and looks for what never came. */
public final class Shift implements Work {
    private static final Logger LOGGER = Logger.getLogger(Shift.class);
    /** As long as a batch may be completed. */
    private static final Duration DRAIN = Duration.ofSeconds(10);

    private final Pipelines pipelines;
    private final LostFeedback lost;
    private final Consumer<@Nullable Throwable> ended;

    /** @param ended told if a pipeline ends, which it should not: with its failure, or with null if it completed */
    public Shift(Pipelines pipelines, LostFeedback lost, Consumer<@Nullable Throwable> ended) {
        this.pipelines = pipelines;
        this.lost = lost;
        this.ended = ended;
    }

    @Override
    public void begin() {
        pipelines.start(ended);
    }

    @Override
    public void read(ConsumerRecord<byte[], byte[]> event) {
        lost.read(event);
    }

    @Override
    public void goOn(boolean caughtUp) {
        lost.goOn(caughtUp);
    }

    @Override
    public boolean full() {
        return lost.full();
    }

    @Override
    public long neededFrom(TopicPartition partition, long position) {
        return lost.neededFrom(partition, position);
    }

    /** Blocks until the batches in hand are finished, for a while at most. */
    @Override
    public void end() {
        boolean finished = pipelines.stop(DRAIN);
        lost.end();
        LOGGER.infof("receivers closed finished=%b", finished);
    }
}
