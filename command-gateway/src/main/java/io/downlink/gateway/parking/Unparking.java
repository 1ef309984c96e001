package io.downlink.gateway.parking;

import io.downlink.contracts.commands.CommandEvent.Parked;
import io.downlink.gateway.tenure.Claim;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Goes on with parked commands that have been read again. Neither method blocks, or throws. */
public interface Unparking {

    /** @param record as it stands on the topic */
    void goOn(ConsumerRecord<byte[], byte[]> record, Claim claim);

    /**
     * The topic does not hold its record any more.
     *
     * @param told what was told when it was parked; null if that is gone, too
     */
    void gone(Claim claim, @Nullable Parked told);
}
