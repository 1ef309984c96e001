package io.downlink.gateway.outcome;

import io.downlink.contracts.commands.CommandEvent;
import io.downlink.contracts.commands.CommandEvent.Completed;
import io.downlink.contracts.commands.CommandEventWriter;
import io.smallrye.mutiny.Uni;
import java.util.function.Function;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jboss.logging.Logger;

/** Tells on {@code downlink.command-events} what became of commands. */
public final class CommandEvents {
    private static final Logger LOGGER = Logger.getLogger(CommandEvents.class);

    private final Function<ProducerRecord<byte[], byte[]>, Uni<Long>> topic;
    private final CommandEventWriter writer;
    private final EventMeters meters;

    /**
     * @param topic writes a record, as often as it takes, and tells the offset at which Kafka has put it; fails only with
     *     {@link RecordTooLargeException}
     */
    public CommandEvents(
            Function<ProducerRecord<byte[], byte[]>, Uni<Long>> topic, CommandEventWriter writer, EventMeters meters) {
        this.topic = topic;
        this.writer = writer;
        this.meters = meters;
    }

    /**
     * Publishes an event to the partition that its command was read from. Events that are handed over one after the
     * other for one partition stand there in that order.
     *
     * @return ends when Kafka has acknowledged the event, with the offset at which it stands
     */
    public Uni<Long> publish(CommandEvent event) {
        return topic.apply(writer.write(event))
                .onFailure(RecordTooLargeException.class)
                .recoverWithUni(tooLarge -> publishWithoutPayload(event, tooLarge))
                .invoke(() -> published(event));
    }

    /** The writer leaves out what the topic would not take; a broker may take still less. */
    private Uni<Long> publishWithoutPayload(CommandEvent event, Throwable tooLarge) {
        if (event instanceof Completed completed && completed.payload() != null) {
            Completed shorter = new Completed(completed.about(), completed.status(), null, completed.timing());
            return topic.apply(writer.write(shorter));
        }
        return Uni.createFrom().failure(tooLarge);
    }

    private void published(CommandEvent event) {
        meters.published(event);
        LOGGER.debugf(
                "command event published event=%s commandId=%s deviceId=%s hub=%s partition=%d offset=%d",
                event.name(),
                event.about().id().commandId(),
                event.about().id().deviceId(),
                event.about().id().hub(),
                event.about().source().partition(),
                event.about().source().offset());
    }
}
