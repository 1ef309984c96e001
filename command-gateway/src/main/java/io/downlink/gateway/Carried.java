package io.downlink.gateway;

import io.downlink.gateway.tenure.Claim;
import io.smallrye.mutiny.Uni;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Message;

/**
 * A record on its way through the pipeline.
 *
 * @param whenTold its acknowledgement, once Kafka has its outcome
 * @param whenKept what comes before that where nothing is told of it
 */
record Carried(
        ConsumerRecord<byte[], byte[]> record,
        Claim claim,
        Supplier<Uni<Void>> whenTold,
        Supplier<Uni<Void>> whenKept) {

    /** As the channel has given it. */
    static Carried of(Message<byte[]> message, ConsumerRecord<byte[], byte[]> record, Claim claim) {
        return new Carried(
                record,
                claim,
                () -> Uni.createFrom().completionStage(message::ack),
                () -> Uni.createFrom().voidItem());
    }

    /** Acknowledged when it was parked, and read again. */
    static Carried again(ConsumerRecord<byte[], byte[]> record, Claim claim) {
        return new Carried(record, claim, () -> Uni.createFrom().voidItem().invoke(claim::finished), claim::unpark);
    }

    Uni<Void> acknowledge() {
        return whenTold.get();
    }

    Uni<Void> forget() {
        return whenKept.get();
    }
}
