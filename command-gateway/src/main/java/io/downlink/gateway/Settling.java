package io.downlink.gateway;

import io.downlink.contracts.commands.CommandEvent;
import io.downlink.contracts.commands.CommandEvent.Parked;
import io.downlink.gateway.dispatch.LeaveRefusedException;
import io.downlink.gateway.outcome.CommandEvents;
import io.downlink.gateway.tenure.Claim;
import io.downlink.gateway.tracing.Tracing;
import io.downlink.service.topics.DeadLetters;
import io.downlink.service.topics.UnreadableRecordException;
import io.smallrye.mutiny.Uni;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jboss.logging.Logger;

/** Brings what a record has come to into Kafka, and acknowledges the record then, and not before. */
final class Settling {
    private static final Logger LOGGER = Logger.getLogger(Settling.class);

    private final CommandEvents events;
    private final DeadLetters deadLetters;
    private final Tracing tracing;

    private final AtomicInteger unrecorded = new AtomicInteger();

    Settling(CommandEvents events, DeadLetters deadLetters, Tracing tracing) {
        this.events = events;
        this.deadLetters = deadLetters;
        this.tracing = tracing;
    }

    /** How many outcomes are decided, but not yet in Kafka with their record acknowledged. */
    int unrecorded() {
        return unrecorded.get();
    }

    /** Ends when Kafka has the outcome, and the record is acknowledged. */
    Uni<Void> settle(Outcome outcome, Carried carried) {
        Claim claim = carried.claim();
        return switch (outcome) {
            case Outcome.Park(Parked event) when claim.mayPark() -> park(event, carried);
            case Outcome.Park _ -> left(carried.record());
            case Outcome.StayParked _ -> Uni.createFrom().voidItem();
            case Outcome.Acknowledge _ -> carried.acknowledge();
            case Outcome.Tell(CommandEvent event)
            when claim.mayTell(event) ->
                recorded(tell(event, carried), carried)
                        .onTermination()
                        .invoke(() -> claim.settled(event.about().id()));
            case Outcome.Keep(Throwable reason) when claim.mayKeep() -> recorded(keep(carried, reason), carried);
            case Outcome.Tell _, Outcome.Keep _, Outcome.Leave _ ->
                left(carried.record()).onTermination().invoke(claim::release);
        };
    }

    /** Nothing is held of it from here on but its place. */
    private Uni<Void> park(Parked event, Carried carried) {
        Claim claim = carried.claim();
        long nextEvent = claim.nextEvent();
        tracing.told(event);
        return events.publish(event)
                .onFailure()
                .recoverWithItem(defect -> untold(carried.record(), defect, nextEvent))
                .chain(claim::park)
                .chain(carried::acknowledge)
                .onFailure(LeaveRefusedException.class)
                .recoverWithUni(() -> left(carried.record()));
    }

    /** Its final event will be told all the same. */
    private static long untold(ConsumerRecord<byte[], byte[]> record, Throwable defect, long nextEvent) {
        LOGGER.errorf(
                defect,
                "that a command is parked could not be told topic=%s partition=%d offset=%d",
                record.topic(),
                record.partition(),
                record.offset());
        return nextEvent;
    }

    /** An event that cannot be written is a defect; its record is put where somebody sees it. */
    private Uni<Void> tell(CommandEvent event, Carried carried) {
        return publish(event, carried.claim()).onFailure().recoverWithUni(defect -> keep(carried, defect));
    }

    /** Ends when Kafka has the event. */
    Uni<Void> publish(CommandEvent event, Claim claim) {
        tracing.told(event);
        return events.publish(event)
                .invoke(offset -> claim.known().told(event, offset))
                .replaceWithVoid()
                .onFailure()
                .invoke(() -> claim.known().notTold(event));
    }

    private Uni<Void> recorded(Uni<Void> recording, Carried carried) {
        unrecorded.incrementAndGet();
        return recording.chain(carried::acknowledge).onTermination().invoke(() -> {
            carried.claim().release();
            unrecorded.decrementAndGet();
        });
    }

    private Uni<Void> keep(Carried carried, Throwable reason) {
        ConsumerRecord<byte[], byte[]> record = carried.record();
        if (!(reason instanceof UnreadableRecordException)) {
            LOGGER.errorf(
                    reason,
                    "record without an outcome, by a defect topic=%s partition=%d offset=%d",
                    record.topic(),
                    record.partition(),
                    record.offset());
        }
        return deadLetters.keep(record, reason).chain(carried::forget);
    }

    /** Its partition has gone: whoever has it now reads it. */
    private static Uni<Void> left(ConsumerRecord<byte[], byte[]> record) {
        LOGGER.debugf(
                "record is left to the partition's owner topic=%s partition=%d offset=%d",
                record.topic(), record.partition(), record.offset());
        return Uni.createFrom().voidItem();
    }

    /** Not acknowledged: it is read again after the next start. */
    Uni<Void> leave(ConsumerRecord<byte[], byte[]> record, Throwable defect) {
        LOGGER.errorf(
                defect,
                "record stays unacknowledged, by a defect topic=%s partition=%d offset=%d",
                record.topic(),
                record.partition(),
                record.offset());
        return Uni.createFrom().voidItem();
    }
}
