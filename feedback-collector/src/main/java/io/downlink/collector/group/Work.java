package io.downlink.collector.group;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** What the replica that works does. All of it is called on one thread. */
public interface Work {

    /** From now on this replica works. */
    void begin();

    /** A record of {@code downlink.command-events}; each partition's come in their order, from the last commit on. */
    void read(ConsumerRecord<byte[], byte[]> event);

    /**
     * Now and then.
     *
     * @param caughtUp whether all events have been read that there were at the beginning
     */
    void goOn(boolean caughtUp);

    /** Whether there is no room for further events now. */
    boolean full();

    /**
     * From where a successor must read.
     *
     * @param position what comes next in that partition
     */
    long neededFrom(TopicPartition partition, long position);

    /** Another replica works from now on, or none. */
    void end();
}
