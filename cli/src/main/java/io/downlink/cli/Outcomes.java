package io.downlink.cli;

import io.downlink.contracts.commands.CommandEvent;
import io.downlink.contracts.commands.CommandEvent.Conflict;
import io.downlink.contracts.commands.CommandEventReader;
import io.downlink.contracts.requests.Source;
import io.downlink.contracts.topics.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** Waits for what becomes of one command. It has to be made before the command is sent: it hears what comes after. */
final class Outcomes {
    private final Consumer<byte[], byte[]> consumer;
    private final Map<TopicPartition, Long> ends;

    private Outcomes(Consumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends) {
        this.consumer = consumer;
        this.ends = ends;
    }

    /** @param partitions all those of the events */
    static Outcomes after(Consumer<byte[], byte[]> consumer, List<TopicPartition> partitions) {
        return new Outcomes(consumer, consumer.endOffsets(partitions));
    }

    /**
     * Waits for the event that ends the request which stands at {@code source}.
     *
     * @param onTheWay hears of every other event about it
     * @return empty if none came in time
     */
    Optional<CommandEvent> await(Source source, Duration patience, java.util.function.Consumer<CommandEvent> onTheWay) {
        // Events stand in the partition with the number of their command's.
        TopicPartition partition = new TopicPartition(Topics.COMMAND_EVENTS, source.partition());
        consumer.assign(List.of(partition));
        consumer.seek(partition, ends.getOrDefault(partition, 0L));
        long giveUpAt = System.nanoTime() + patience.toNanos();
        for (long left = patience.toNanos(); left > 0; left = giveUpAt - System.nanoTime()) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofNanos(left))) {
                Optional<CommandEvent> event = CommandEventReader.read(record.value())
                        .filter(read -> read.about().source().equals(source));
                if (event.isPresent() && ends(event.get())) {
                    return event;
                }
                event.ifPresent(onTheWay);
            }
        }
        return Optional.empty();
    }

    /** A conflict is no command's end, but the end of this request. */
    private static boolean ends(CommandEvent event) {
        return event.isFinal() || event instanceof Conflict;
    }
}
