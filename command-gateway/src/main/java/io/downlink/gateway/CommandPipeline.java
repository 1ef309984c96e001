package io.downlink.gateway;

import io.downlink.contracts.commands.CommandEvent;
import io.downlink.contracts.commands.CommandEvent.About;
import io.downlink.contracts.commands.CommandEvent.CancelRefused;
import io.downlink.contracts.commands.CommandReader;
import io.downlink.contracts.commands.CommandRequest.Cancel;
import io.downlink.contracts.commands.CommandRequest.Command;
import io.downlink.contracts.commands.ReadResult;
import io.downlink.contracts.commands.ReadResult.Accepted;
import io.downlink.contracts.commands.ReadResult.Refused;
import io.downlink.contracts.commands.ReadResult.Unreadable;
import io.downlink.contracts.requests.RequestMeta;
import io.downlink.gateway.dispatch.Dispatcher;
import io.downlink.gateway.dispatch.Received;
import io.downlink.gateway.lanes.Lanes;
import io.downlink.gateway.outcome.CommandEvents;
import io.downlink.service.topics.DeadLetters;
import io.downlink.service.topics.UnreadableRecordException;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.kafka.api.IncomingKafkaRecordMetadata;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;

/**
 * From a record on {@code downlink.commands} to what became of it on {@code downlink.command-events}, or to the dead
 * letters.
 *
 * <p>A record is acknowledged only when Kafka has acknowledged its outcome; until then a restart reads it again. Nothing
 * that a record holds ends the stream, and no defect does.
 */
public final class CommandPipeline {
    private static final Logger LOGGER = Logger.getLogger(CommandPipeline.class);

    private final CommandReader reader;
    private final Lanes lanes;
    private final Dispatcher dispatcher;
    private final CommandEvents events;
    private final DeadLetters deadLetters;
    private final Clock clock;

    private final AtomicInteger buffered = new AtomicInteger();
    private final AtomicInteger unrecorded = new AtomicInteger();

    public CommandPipeline(
            CommandReader reader,
            Lanes lanes,
            Dispatcher dispatcher,
            CommandEvents events,
            DeadLetters deadLetters,
            Clock clock) {
        this.reader = reader;
        this.lanes = lanes;
        this.dispatcher = dispatcher;
        this.events = events;
        this.deadLetters = deadLetters;
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
        buffered.incrementAndGet();
        return Uni.createFrom()
                .item(() -> reader.read(record))
                .chain(this::decide)
                .onFailure()
                .recoverWithItem(Outcome.Keep::new)
                .chain(outcome -> acknowledgeAfter(write(outcome, record), message))
                .onFailure()
                .recoverWithUni(defect -> leave(record, defect))
                .onTermination()
                .invoke(() -> buffered.decrementAndGet());
    }

    /** What is to be told of a record, once that is known: for a command, when its turn has come and it has ended. */
    private Uni<Outcome> decide(ReadResult request) {
        return switch (request) {
            case Accepted(Command command, RequestMeta meta) ->
                lanes.inOrder(command.id().lane(), dispatcher.dispatch(new Received(command, meta)))
                        .map(Outcome.Tell::new);
            case Accepted(Cancel cancel, RequestMeta meta) -> now(new Outcome.Tell(refusal(cancel, meta)));
            case Refused refused -> now(new Outcome.Tell(refused.toEvent(clock.instant())));
            case Unreadable(String cause) -> now(new Outcome.Keep(new UnreadableRecordException(cause)));
        };
    }

    /** Ends when Kafka has it. An event that cannot be written is a defect; its record is put where somebody sees it. */
    private Uni<Void> write(Outcome outcome, ConsumerRecord<byte[], byte[]> record) {
        return switch (outcome) {
            case Outcome.Tell(CommandEvent event) ->
                events.publish(event).onFailure().recoverWithUni(defect -> keep(record, defect));
            case Outcome.Keep(UnreadableRecordException unreadable) -> deadLetters.keep(record, unreadable);
            case Outcome.Keep(Throwable defect) -> keep(record, defect);
        };
    }

    private static Uni<Outcome> now(Outcome outcome) {
        return Uni.createFrom().item(outcome);
    }

    private Uni<Void> acknowledgeAfter(Uni<Void> recorded, Message<byte[]> message) {
        unrecorded.incrementAndGet();
        return recorded.chain(() -> Uni.createFrom().completionStage(message.ack()))
                .onTermination()
                .invoke(() -> unrecorded.decrementAndGet());
    }

    private CommandEvent refusal(Cancel cancel, RequestMeta meta) {
        return new CancelRefused(
                About.of(meta, cancel, clock.instant(), 0),
                "This version of the gateway takes no command back; it goes on as if nobody had asked.");
    }

    private Uni<Void> keep(ConsumerRecord<byte[], byte[]> record, Throwable defect) {
        LOGGER.errorf(
                defect,
                "record without an outcome, by a defect topic=%s partition=%d offset=%d",
                record.topic(),
                record.partition(),
                record.offset());
        return deadLetters.keep(record, defect);
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
    }

    @SuppressWarnings("unchecked") // the channel is configured with deserializers for bytes
    private static ConsumerRecord<byte[], byte[]> recordOf(Message<byte[]> message) {
        return message.getMetadata(IncomingKafkaRecordMetadata.class)
                .orElseThrow(() -> new IllegalStateException("a message of the channel commands is no Kafka record"))
                .getRecord();
    }
}
