package io.downlink.gateway;

import io.downlink.contracts.commands.CommandEvent;
import io.downlink.contracts.commands.CommandEvent.About;
import io.downlink.contracts.commands.CommandEvent.CancelRefused;
import io.downlink.contracts.commands.CommandId;
import io.downlink.contracts.commands.CommandRequest.Cancel;
import io.downlink.contracts.commands.CommandRequest.Command;
import io.downlink.contracts.commands.CommandType;
import io.downlink.contracts.commands.ReadResult;
import io.downlink.contracts.commands.ReadResult.Accepted;
import io.downlink.contracts.commands.ReadResult.Refused;
import io.downlink.contracts.commands.ReadResult.Unreadable;
import io.downlink.contracts.requests.RequestMeta;
import io.downlink.gateway.cancelling.CancelAnswer;
import io.downlink.gateway.cancelling.HeldCommand;
import io.downlink.gateway.cancelling.HeldCommands;
import io.downlink.gateway.dispatch.Dispatcher;
import io.downlink.gateway.dispatch.Leave;
import io.downlink.gateway.dispatch.LeaveRefusedException;
import io.downlink.gateway.dispatch.Received;
import io.downlink.gateway.intake.Intake;
import io.downlink.gateway.lanes.Lanes;
import io.downlink.gateway.outcome.CommandEvents;
import io.downlink.gateway.repeats.Asked;
import io.downlink.gateway.repeats.Repeats;
import io.downlink.gateway.tenure.Claim;
import io.downlink.gateway.tenure.Fate;
import io.downlink.gateway.tracing.Tracing;
import io.downlink.service.topics.DeadLetters;
import io.downlink.service.topics.UnreadableRecordException;
import io.micrometer.core.instrument.Counter;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.kafka.api.IncomingKafkaRecordMetadata;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;

/**
 * From a record on {@code downlink.commands} to what became of it on {@code downlink.command-events}, or to the dead
 * letters.
 *
 * <p>A record is acknowledged only when Kafka has acknowledged its outcome; until then whoever owns its partition next
 * reads it again, and knows by its place whether it was told of, or begun. Nothing
 * that a record holds ends the stream, and no defect does.
 */
public final class CommandPipeline {
    private static final Logger LOGGER = Logger.getLogger(CommandPipeline.class);

    private final Intake intake;
    private final Lanes lanes;
    private final HeldCommands held;
    private final Repeats repeats;
    private final Dispatcher dispatcher;
    private final Tracing tracing;
    private final CommandEvents events;
    private final DeadLetters deadLetters;
    private final Counter readAgain;
    private final Clock clock;

    private final AtomicInteger buffered = new AtomicInteger();
    private final AtomicInteger unrecorded = new AtomicInteger();

    /** @param readAgain counts records whose outcome was told before */
    public CommandPipeline(
            Intake intake,
            Lanes lanes,
            HeldCommands held,
            Repeats repeats,
            Dispatcher dispatcher,
            CommandEvents events,
            DeadLetters deadLetters,
            Counter readAgain,
            Clock clock) {
        this.intake = intake;
        this.lanes = lanes;
        this.held = held;
        this.repeats = repeats;
        this.dispatcher = dispatcher;
        this.tracing = dispatcher.tracing();
        this.events = events;
        this.deadLetters = deadLetters;
        this.readAgain = readAgain;
        this.clock = clock;
    }

    /**
     * @param recordsBufferedMax how many records are held at once, 1 or more; no further one is asked for before one of
     *     them is acknowledged
     */
    public Multi<Void> carry(Multi<Message<byte[]>> commands, int recordsBufferedMax) {
        return commands.onItem().transformToUni(this::carry).merge(recordsBufferedMax);
    }

    /** How many records are held: waiting, being carried out, or being recorded. */
    public int buffered() {
        return buffered.get();
    }

    /** How many outcomes are decided, but not yet in Kafka with their record acknowledged. */
    public int unrecorded() {
        return unrecorded.get();
    }

    private Uni<Void> carry(Message<byte[]> message) {
        ConsumerRecord<byte[], byte[]> record = recordOf(message);
        Claim claim = claimOf(message);
        buffered.incrementAndGet();
        return claim.fate()
                .chain(fate -> decide(fate, record, claim))
                .onFailure(LeaveRefusedException.class)
                .recoverWithItem(new Outcome.Leave())
                .onFailure()
                .recoverWithItem(Outcome.Keep::new)
                .chain(outcome -> settle(outcome, record, claim, message))
                .onFailure()
                .recoverWithUni(defect -> leave(record, defect))
                .onTermination()
                .invoke(() -> {
                    tracing.ended(record);
                    claim.release();
                    held.release(claim);
                    buffered.decrementAndGet();
                });
    }

    private ReadResult read(ConsumerRecord<byte[], byte[]> record) {
        return tracing.received(intake.read(record));
    }

    /** A record that was read before, here or by an earlier owner of its partition, is recognised by its place. */
    private Uni<Outcome> decide(Fate fate, ConsumerRecord<byte[], byte[]> record, Claim claim) {
        return switch (fate) {
            case Fate.Finished _ -> {
                readAgain.increment();
                yield now(new Outcome.Acknowledge());
            }
            case Fate.Interrupted(Instant callEndsBy) -> interrupted(read(record), callEndsBy, claim);
            case Fate.Unknown _ -> carryOut(read(record), claim);
        };
    }

    /** What is to be told of a record, once that is known: for a command, when its turn has come and it has ended. */
    private Uni<Outcome> carryOut(ReadResult request, Claim claim) {
        return switch (request) {
            case Accepted(Command command, RequestMeta meta)
            when intake.isForgotten(meta) -> {
                Uni<CommandEvent> end = dispatcher.forgotten(new Received(command, meta));
                yield toTell(inTurn(command.id(), repeats.once(Asked.of(command, meta), claim.known(), end)), claim);
            }
            case Accepted(Command command, RequestMeta meta) ->
                toTell(carryOut(new Received(command, meta), Asked.of(command, meta), claim), claim);
            case Accepted(Cancel cancel, RequestMeta meta) ->
                held.cancel(cancel.id()).map(answer -> cancelled(answer, cancel, meta));
            case Refused refused
            when refused.type() == CommandType.CANCEL -> now(new Outcome.Tell(refused.toEvent(clock.instant())));
            case Refused refused -> {
                Uni<CommandEvent> refusal = Uni.createFrom().item(() -> refused.toEvent(clock.instant()));
                yield toTell(inTurn(refused.id(), repeats.once(Asked.of(refused), claim.known(), refusal)), claim);
            }
            case Unreadable(String cause) -> now(new Outcome.Keep(new UnreadableRecordException(cause)));
        };
    }

    /** Who asks again takes back nothing: that is up to whoever was first, or it is too late. */
    private Uni<CommandEvent> carryOut(Received received, Asked asked, Claim claim) {
        CommandId id = asked.id();
        Leave leave = claim.leaveFor(received.command());
        if (held.holds(id) || repeats.mayBeRepeat(asked, claim.known())) {
            Uni<CommandEvent> work =
                    Uni.createFrom().deferred(() -> dispatcher.dispatch(received, leave, held.hold(id, claim)));
            return inTurn(id, repeats.once(asked, claim.known(), work));
        }
        HeldCommand one = held.hold(id, claim);
        Uni<CommandEvent> work = dispatcher.dispatch(received, leave, one);
        return dispatcher.unlessCancelled(received, one, inTurn(id, repeats.once(asked, claim.known(), work)));
    }

    /** Nobody knows whether its device has acted. Its lane waits as long as the call may still arrive. */
    private Uni<Outcome> interrupted(ReadResult request, Instant callEndsBy, Claim claim) {
        return switch (request) {
            case Accepted(Command command, RequestMeta meta) -> {
                held.hold(command.id(), claim).waits(1, true);
                Uni<CommandEvent> doubt = dispatcher.interrupted(new Received(command, meta), callEndsBy);
                yield toTell(inTurn(command.id(), doubt), claim);
            }
            case ReadResult neverCalled -> carryOut(neverCalled, claim);
        };
    }

    private Uni<CommandEvent> inTurn(CommandId id, Uni<CommandEvent> work) {
        return lanes.inOrder(id.lane(), work);
    }

    /** Known from here on: before the lane goes on, and before Kafka has the event. */
    private static Uni<Outcome> toTell(Uni<CommandEvent> ended, Claim claim) {
        return ended.invoke(event -> claim.known().ended(event)).map(Outcome.Tell::new);
    }

    /** Ends when Kafka has the outcome, and the record is acknowledged. */
    private Uni<Void> settle(
            Outcome outcome, ConsumerRecord<byte[], byte[]> record, Claim claim, Message<byte[]> message) {
        return switch (outcome) {
            case Outcome.Acknowledge _ -> acknowledge(message);
            case Outcome.Tell(CommandEvent event)
            when claim.mayTell(event) -> acknowledgeAfter(tell(event, record, claim), message);
            case Outcome.Keep(Throwable reason) when claim.mayKeep() -> acknowledgeAfter(keep(record, reason), message);
            case Outcome.Tell _, Outcome.Keep _, Outcome.Leave _ -> left(record);
        };
    }

    /** An event that cannot be written is a defect; its record is put where somebody sees it. */
    private Uni<Void> tell(CommandEvent event, ConsumerRecord<byte[], byte[]> record, Claim claim) {
        tracing.told(event);
        return events.publish(event)
                .invoke(offset -> claim.known().told(event, offset))
                .replaceWithVoid()
                .onFailure()
                .invoke(() -> claim.known().notTold(event))
                .onFailure()
                .recoverWithUni(defect -> keep(record, defect));
    }

    private static Uni<Outcome> now(Outcome outcome) {
        return Uni.createFrom().item(outcome);
    }

    private Uni<Void> acknowledgeAfter(Uni<Void> recorded, Message<byte[]> message) {
        unrecorded.incrementAndGet();
        return recorded.chain(() -> acknowledge(message)).onTermination().invoke(() -> unrecorded.decrementAndGet());
    }

    private static Uni<Void> acknowledge(Message<byte[]> message) {
        return Uni.createFrom().completionStage(message::ack);
    }

    /** What is taken back tells so itself, by its own record. */
    private Outcome cancelled(CancelAnswer answer, Cancel cancel, RequestMeta meta) {
        return switch (answer) {
            case CancelAnswer.Accepted _ -> new Outcome.Acknowledge();
            case CancelAnswer.Refused(String reason) ->
                new Outcome.Tell(new CancelRefused(About.of(meta, cancel, clock.instant(), 0), reason));
        };
    }

    private Uni<Void> keep(ConsumerRecord<byte[], byte[]> record, Throwable reason) {
        if (!(reason instanceof UnreadableRecordException)) {
            LOGGER.errorf(
                    reason,
                    "record without an outcome, by a defect topic=%s partition=%d offset=%d",
                    record.topic(),
                    record.partition(),
                    record.offset());
        }
        return deadLetters.keep(record, reason);
    }

    /** Its partition has gone: whoever has it now reads it. */
    private static Uni<Void> left(ConsumerRecord<byte[], byte[]> record) {
        LOGGER.debugf(
                "record is left to the partition's owner topic=%s partition=%d offset=%d",
                record.topic(), record.partition(), record.offset());
        return Uni.createFrom().voidItem();
    }

    /** Not acknowledged: it is read again after the next start. */
    private Uni<Void> leave(ConsumerRecord<byte[], byte[]> record, Throwable defect) {
        LOGGER.errorf(
                defect,
                "record stays unacknowledged, by a defect topic=%s partition=%d offset=%d",
                record.topic(),
                record.partition(),
                record.offset());
        return Uni.createFrom().voidItem();
    }

    /** What a record comes to. */
    private sealed interface Outcome {

        /** It is told on the events topic. */
        record Tell(CommandEvent event) implements Outcome {}

        /** Nothing can be told of it, for this reason. It is kept as it is, and not carried out once more. */
        record Keep(Throwable reason) implements Outcome {}

        /** There is nothing to tell of it, or all was told before. */
        record Acknowledge() implements Outcome {}

        /** It is another replica's to tell. */
        record Leave() implements Outcome {}
    }

    private static Claim claimOf(Message<byte[]> message) {
        return message.getMetadata(Claim.class)
                .orElseThrow(() -> new IllegalStateException("a message of the channel commands has no claim"));
    }

    @SuppressWarnings("unchecked") // the channel is configured with deserializers for bytes
    private static ConsumerRecord<byte[], byte[]> recordOf(Message<byte[]> message) {
        return message.getMetadata(IncomingKafkaRecordMetadata.class)
                .orElseThrow(() -> new IllegalStateException("a message of the channel commands is no Kafka record"))
                .getRecord();
    }
}
