package io.downlink.gateway.world;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.downlink.contracts.topics.Topics;
import io.downlink.testsupport.Kafka;
import io.downlink.testsupport.TopicReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Downstream: reads {@code downlink.command-events}, as plain JSON. */
public final class Told implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final TopicReader events;

    public Told(Kafka kafka) {
        this.events = new TopicReader(kafka, Topics.COMMAND_EVENTS);
    }

    /** An event, and the partition that it stands in. */
    public record Event(int partition, JsonNode json) {

        public String name() {
            return json.path("event").asText();
        }

        public String reason() {
            return json.path("reason").asText();
        }
    }

    /** Waits for the only event of a command, but for its being parked, as on a slow machine. */
    public Event about(String commandId) {
        List<Event> found = of(events.await(1, record -> isAbout(record, commandId) && !isParked(record)));
        if (found.size() != 1) {
            throw new AssertionError("one event of " + commandId + " expected, but there are " + found);
        }
        return found.getFirst();
    }

    /** Waits for so many events of a device, and gives them in their order. */
    public List<Event> ofDevice(String deviceId, int number) {
        return of(events.await(
                number, record -> read(record).path("deviceId").asText().equals(deviceId)));
    }

    /** Waits for the final events of so many commands of a device: a slow machine parks some of them first. */
    public List<Event> endsOfDevice(String deviceId, int number) {
        return of(events.await(
                number,
                record -> read(record).path("deviceId").asText().equals(deviceId)
                        && read(record).path("final").asBoolean()));
    }

    /** The events that there are now and that fit. */
    public List<Event> all(Predicate<Event> fits) {
        return of(events.matching(_ -> true)).stream().filter(fits).toList();
    }

    /** How many events there are now about a command. */
    public int number(String commandId) {
        return events.matching(record -> isAbout(record, commandId)).size();
    }

    private static List<Event> of(List<ConsumerRecord<byte[], byte[]>> records) {
        return records.stream()
                .map(record -> new Event(record.partition(), read(record)))
                .toList();
    }

    private static boolean isAbout(ConsumerRecord<byte[], byte[]> record, String commandId) {
        return read(record).path("commandId").asText().equals(commandId);
    }

    private static boolean isParked(ConsumerRecord<byte[], byte[]> record) {
        return read(record).path("event").asText().equals("parked");
    }

    private static JsonNode read(ConsumerRecord<byte[], byte[]> record) {
        try {
            return JSON.readTree(record.value());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        events.close();
    }
}
