package io.downlink.cli;

import io.downlink.contracts.topics.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Reads the dead letters that are there when it begins, and no later ones: so a replay that fails again ends. */
final class DeadLetterTopic {
    private static final Pattern PLACE =
            Pattern.compile("(?:(?:downlink\\.)?dead-letters)?\\[?(\\d{1,9})]?@(\\d{1,18})");
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration SILENCE = Duration.ofSeconds(10);

    private final Consumer<byte[], byte[]> consumer;
    private final List<TopicPartition> partitions;

    DeadLetterTopic(Consumer<byte[], byte[]> consumer, KafkaOptions kafka) {
        this.consumer = consumer;
        this.partitions = kafka.partitions(consumer, Topics.DEAD_LETTERS);
    }

    /** Where a letter stands, as {@code list} tells it; the topic's name may be left out: {@code 2@17}. Empty: no place. */
    static Optional<Place> place(String text) {
        Matcher place = PLACE.matcher(text);
        return place.matches()
                ? Optional.of(new Place(Integer.parseInt(place.group(1)), Long.parseLong(place.group(2))))
                : Optional.empty();
    }

    /**
     * Reads one after the other, partition by partition in their order.
     *
     * @param from the oldest; null: all that are still there
     * @param wanted whether to go on
     */
    void read(@Nullable Instant from, Predicate<DeadLetter> wanted) {
        consumer.assign(partitions);
        seek(from);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        long lastHeard = System.nanoTime();
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            Iterable<ConsumerRecord<byte[], byte[]>> records = consumer.poll(POLL);
            for (ConsumerRecord<byte[], byte[]> record : records) {
                lastHeard = System.nanoTime();
                DeadLetter letter = new DeadLetter(record);
                boolean meant = record.offset() < ends.getOrDefault(partition(record), 0L)
                        && (from == null || !letter.time().isBefore(from)); // times need not be in order
                if (meant && !wanted.test(letter)) {
                    return;
                }
            }
            if (System.nanoTime() - lastHeard > SILENCE.toNanos()) {
                throw new TimeoutException("the dead letters cannot be read to their end");
            }
        }
    }

    /** @throws CliException if there is none at that place */
    DeadLetter at(Place place) {
        TopicPartition partition = new TopicPartition(Topics.DEAD_LETTERS, place.partition());
        if (partitions.contains(partition)) {
            consumer.assign(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
            long beginning = consumer.beginningOffsets(List.of(partition)).getOrDefault(partition, 0L);
            consumer.seek(partition, place.offset());
            while (place.offset() >= beginning
                    && place.offset() < end
                    && consumer.position(partition) == place.offset()) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    if (record.offset() == place.offset()) {
                        return new DeadLetter(record);
                    }
                }
            }
        }
        throw new CliException(
                ExitStatus.USAGE, "there is no dead letter at %s: ./downlink dead-letters list".formatted(place), null);
    }

    private void seek(@Nullable Instant from) {
        if (from == null) {
            consumer.seekToBeginning(partitions);
            return;
        }
        Map<TopicPartition, Long> times =
                partitions.stream().collect(Collectors.toMap(partition -> partition, _ -> from.toEpochMilli()));
        Map<TopicPartition, OffsetAndTimestamp> found = consumer.offsetsForTimes(times);
        for (TopicPartition partition : partitions) {
            OffsetAndTimestamp first = found.get(partition);
            if (first == null) {
                consumer.seekToEnd(List.of(partition));
            } else {
                consumer.seek(partition, first.offset());
            }
        }
    }

    private static TopicPartition partition(ConsumerRecord<?, ?> record) {
        return new TopicPartition(record.topic(), record.partition());
    }

    /** Of a letter in the topic. */
    record Place(int partition, long offset) {
        @Override
        public String toString() {
            return EventText.place(Topics.DEAD_LETTERS, partition, offset);
        }
    }
}
