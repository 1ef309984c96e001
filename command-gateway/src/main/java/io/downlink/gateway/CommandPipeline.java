package io.downlink.gateway;

import io.downlink.contracts.commands.CommandEvent;
import io.downlink.contracts.commands.CommandEvent.About;
import io.downlink.contracts.commands.CommandEvent.CancelRefused;
import io.downlink.contracts.commands.CommandEvent.Parked;
import io.downlink.contracts.commands.CommandRequest.Cancel;
import io.downlink.contracts.commands.CommandRequest.Command;
import io.downlink.contracts.commands.CommandType;
import io.downlink.contracts.commands.ReadResult;
import io.downlink.contracts.commands.ReadResult.Accepted;
import io.downlink.contracts.commands.ReadResult.Refused;
import io.downlink.contracts.commands.ReadResult.Unreadable;
import io.downlink.contracts.commands.Reason;
import io.downlink.contracts.requests.RequestMeta;
import io.downlink.gateway.cancelling.CancelAnswer;
import io.downlink.gateway.cancelling.HeldCommand;
import io.downlink.gateway.cancelling.HeldCommands;
import io.downlink.gateway.dispatch.Dispatcher;
import io.downlink.gateway.dispatch.Leave;
import io.downlink.gateway.dispatch.LeaveRefusedException;
import io.downlink.gateway.dispatch.Received;
import io.downlink.gateway.intake.Intake;
import io.downlink.gateway.lanes.Turned;
import io.downlink.gateway.outcome.CommandEvents;
import io.downlink.gateway.parking.Unparking;
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
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * From a record on {@code downlink.commands} to what became of it on {@code downlink.command-events}, or to the dead
 * letters.
 *
 * <p>A record is acknowledged only when Kafka has acknowledged its outcome; until then whoever owns its partition next
 * reads it again, and knows by its place whether it was told of, or begun. Nothing
 * that a record holds ends the stream, and no defect does.
 */
public final class CommandPipeline implements Unparking {
    private static final Logger LOGGER = Logger.getLogger(CommandPipeline.class);

    private final Intake intake;
    private final HeldCommands held;
    private final Repeats repeats;
    private final Dispatcher dispatcher;
    private final Tracing tracing;
    private final Cancels cancels;
    private final Settling settling;
    private final Counter readAgain;
    private final Clock clock;

    private final AtomicInteger buffered = new AtomicInteger();

    /** @param readAgain counts records whose outcome was told before */
    public CommandPipeline(
            Intake intake,
            HeldCommands held,
            Repeats repeats,
            Dispatcher dispatcher,
            CommandEvents events,
            DeadLetters deadLetters,
            Counter readAgain,
            Clock clock) {
        this.intake = intake;
        this.held = held;
        this.repeats = repeats;
        this.dispatcher = dispatcher;
        this.tracing = dispatcher.tracing();
        this.cancels = new Cancels(held, repeats);
        this.settling = new Settling(events, deadLetters, tracing);
        this.readAgain = readAgain;
        this.clock = clock;
    }

    /**
     * @param recordsBufferedMax how many records are held at once, 1 or more; no further one is asked for before one of
     *     them is acknowledged
     * @return ends with the stream and all that it held
     */
    public Uni<Void> carry(Multi<Message<byte[]>> commands, int recordsBufferedMax) {
        return InFlight.atMost(recordsBufferedMax, commands, this::carry);
    }

    /** How many records are held: waiting, being carried out, or being recorded. */
    public int buffered() {
        return buffered.get();
    }

    /** How many outcomes are decided, but not yet in Kafka with their record acknowledged. */
    public int unrecorded() {
        return settling.unrecorded();
    }

    private Uni<Void> carry(Message<byte[]> message) {
        Claim claim = claimOf(message);
        buffered.incrementAndGet();
        return carry(Carried.of(message, recordOf(message), claim), claim.fate())
                .onTermination()
                .invoke(() -> {
                    buffered.decrementAndGet();
                    claim.parked();
                });
    }

    @Override
    public void goOn(ConsumerRecord<byte[], byte[]> record, Claim claim) {
        carry(Carried.again(record, claim), claim.fateOfParked())
                .subscribe()
                .with(_ -> {}, defect -> LOGGER.error("a parked command's stream failed", defect));
    }

    /** What was told when it was parked says enough to end it. Without that, nobody knows what to end. */
    @Override
    public void gone(Claim claim, @Nullable Parked told) {
        if (told == null) {
            LOGGER.errorf(
                    "parked command is gone from its topic, and so is what was told of it partition=%s offset=%d",
                    claim.tenure().partition(), claim.offset());
        }
        Uni<Void> ended = told == null
                ? claim.unpark()
                : claim.fateOfParked()
                        .map(fate -> Gone.ending(told, fate, claim.mayHaveBeenCalled(), clock.instant()))
                        .chain(event -> tellOfGone(event, claim));
        ended.subscribe()
                .with(
                        _ -> claim.finished(),
                        failure ->
                                LOGGER.debugf(failure, "parked command stays where it is offset=%d", claim.offset()));
    }

    private Uni<Void> tellOfGone(CommandEvent event, Claim claim) {
        if (!claim.mayTell(event)) {
            return Uni.createFrom().failure(new LeaveRefusedException("the partition has gone"));
        }
        claim.known().ended(event);
        return settling.publish(event, claim);
    }

    private Uni<Void> carry(Carried carried, Uni<Fate> fate) {
        return fate.chain(known -> decide(known, carried))
                .onFailure(LeaveRefusedException.class)
                .recoverWithItem(new Outcome.Leave())
                .onFailure()
                .recoverWithItem(Outcome.Keep::new)
                .chain(outcome -> settling.settle(outcome, carried))
                .onFailure()
                .recoverWithUni(defect -> settling.leave(carried.record(), defect))
                .onTermination()
                .invoke(() -> {
                    tracing.ended(carried.record());
                    held.release(carried);
                });
    }

    private ReadResult read(ConsumerRecord<byte[], byte[]> record) {
        return tracing.received(intake.read(record));
    }

    /** A record that was read before, here or by an earlier owner of its partition, is recognised by its place. */
    private Uni<Outcome> decide(Fate fate, Carried carried) {
        return switch (fate) {
            case Fate.Finished _ -> {
                readAgain.increment();
                yield now(new Outcome.Acknowledge());
            }
            case Fate.Interrupted(Instant callEndsBy) -> interrupted(read(carried.record()), callEndsBy, carried);
            case Fate.Unknown _ -> carryOut(read(carried.record()), carried);
        };
    }

    /** What is to be told of a record, once that is known: for a command, when its turn has come and it has ended. */
    private Uni<Outcome> carryOut(ReadResult request, Carried carried) {
        return switch (request) {
            case Accepted(Command command, RequestMeta meta)
            when intake.isForgotten(meta) -> {
                Received received = new Received(command, meta);
                yield endInTurn(
                        Waiting.of(received),
                        Asked.of(command, meta),
                        () -> dispatcher.forgotten(received),
                        carried.claim());
            }
            case Accepted(Command command, RequestMeta meta) ->
                carryOut(new Received(command, meta), Asked.of(command, meta), carried);
            case Accepted(Cancel cancel, RequestMeta meta) ->
                cancels.cancel(cancel.id(), carried.claim()).map(answer -> cancelled(answer, cancel, meta));
            case Refused refused
            when refused.type() == CommandType.CANCEL -> now(new Outcome.Tell(refused.toEvent(clock.instant())));
            case Refused refused ->
                endInTurn(
                        Waiting.of(refused),
                        Asked.of(refused),
                        () -> refused.toEvent(clock.instant()),
                        carried.claim());
            case Unreadable(String cause) -> now(new Outcome.Keep(new UnreadableRecordException(cause)));
        };
    }

    /** Who asks again takes back nothing: that is up to whoever was first, or it is too late. */
    private Uni<Outcome> carryOut(Received received, Asked asked, Carried carried) {
        Claim claim = carried.claim();
        Command command = received.command();
        Waiting waiting = Waiting.of(received);
        Leave unheld = claim.leaveFor(command);
        Late late = (calls, reason) -> dispatcher.expired(received, unheld, calls, reason);
        if (held.holds(asked.id()) || claim.isAskedBefore(asked.id()) || repeats.mayBeRepeat(asked, claim.known())) {
            Uni<Turned<CommandEvent>> turn = claim.inTurn(waiting.id(), waiting.until(), hold -> {
                HeldCommand again = held.hold(asked.id(), carried);
                return repeats.once(
                        asked, claim.known(), dispatcher.dispatch(received, claim.leaveFor(command, hold), again));
            });
            return outcome(turn, waiting, asked, late, claim);
        }
        HeldCommand one = held.hold(asked.id(), carried);
        if (unheld.mayHaveBeenCalled()) {
            one.waits(0, true);
        }
        Uni<Turned<CommandEvent>> turn = claim.inTurn(
                waiting.id(),
                waiting.until(),
                hold -> repeats.once(
                        asked, claim.known(), dispatcher.dispatch(received, claim.leaveFor(command, hold), one)));
        Uni<Turned<CommandEvent>> unlessCancelled = one.unlessCancelled(turn, calls -> {
            CommandEvent cancelled = dispatcher.cancelled(received, calls);
            claim.ends(cancelled);
            claim.withdraw(waiting.id());
            return new Turned.Ended<>(cancelled);
        });
        return outcome(unlessCancelled, waiting, asked, late, claim);
    }

    /** Whatever comes before it in its lane, it ends so. */
    private Uni<Outcome> endInTurn(Waiting waiting, Asked asked, Supplier<CommandEvent> end, Claim claim) {
        Uni<Turned<CommandEvent>> turn = claim.inTurn(
                waiting.id(),
                waiting.until(),
                _ -> repeats.once(asked, claim.known(), Uni.createFrom().item(end)));
        return outcome(turn, waiting, asked, (_, _) -> end.get(), claim);
    }

    /** Nobody knows whether its device has acted. Its lane waits as long as the call may still arrive. */
    private Uni<Outcome> interrupted(ReadResult request, Instant callEndsBy, Carried carried) {
        return switch (request) {
            case Accepted(Command command, RequestMeta meta) -> {
                held.hold(command.id(), carried).waits(1, true);
                Received received = new Received(command, meta);
                Claim claim = carried.claim();
                Uni<Turned<CommandEvent>> turn = claim.inTurnToItsEnd(
                        command.id(), command.terms().deadline(), () -> dispatcher.interrupted(received, callEndsBy));
                Late inDoubt = (_, _) -> dispatcher.interruptedNow(received);
                yield outcome(turn, Waiting.of(received), Asked.of(command, meta), inDoubt, claim);
            }
            case ReadResult neverCalled -> carryOut(neverCalled, carried);
        };
    }

    private Uni<Outcome> outcome(Uni<Turned<CommandEvent>> turn, Waiting waiting, Asked asked, Late late, Claim claim) {
        return turn.chain(turned -> switch (turned) {
            case Turned.Ended<CommandEvent>(CommandEvent event) -> now(toTell(event, claim));
            case Turned.ToPark<CommandEvent>(int calls, Reason reason) ->
                now(new Outcome.Park(waiting.parked(calls, reason, clock.instant())));
            case Turned.Late<CommandEvent>(int calls, Reason reason) ->
                repeats.once(asked, claim.known(), Uni.createFrom().item(() -> late.event(calls, reason)))
                        .map(event -> toTell(event, claim));
            case Turned.StaysParked<CommandEvent> _ -> now(new Outcome.StayParked());
        });
    }

    /** Known from here on: before the lane goes on, and before Kafka has the event. */
    private static Outcome toTell(CommandEvent event, Claim claim) {
        claim.known().ended(event);
        claim.ends(event);
        return new Outcome.Tell(event);
    }

    private static Uni<Outcome> now(Outcome outcome) {
        return Uni.createFrom().item(outcome);
    }

    /** What is taken back tells so itself, by its own record. */
    private Outcome cancelled(CancelAnswer answer, Cancel cancel, RequestMeta meta) {
        return switch (answer) {
            case CancelAnswer.Accepted _ -> new Outcome.Acknowledge();
            case CancelAnswer.Refused(String reason) ->
                new Outcome.Tell(new CancelRefused(About.of(meta, cancel, clock.instant(), 0), reason));
        };
    }

    /** What is told of a command whose deadline passed while it waited. */
    @FunctionalInterface
    private interface Late {
        CommandEvent event(int calls, Reason reason);
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
