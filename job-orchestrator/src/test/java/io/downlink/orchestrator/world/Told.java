package io.downlink.orchestrator.world;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.downlink.contracts.topics.Topics;
import io.downlink.testsupport.Kafka;
import io.downlink.testsupport.TopicReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Downstream: reads what is told of jobs, as plain JSON. */
public final class Told implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final TopicReader events;
    private final TopicReader deviceJobs;

    public Told(Kafka kafka) {
        this.events = new TopicReader(kafka, Topics.JOB_EVENTS);
        this.deviceJobs = new TopicReader(kafka, Topics.DEVICE_JOBS);
    }

    /** Waits for the first event of that name about a job. */
    public JsonNode await(String jobId, String event) {
        return json(events.await(
                        1,
                        record -> isAbout(record, jobId)
                                && json(record).path("event").asText().equals(event))
                .getFirst());
    }

    /** Waits for the first final event about a job. */
    public JsonNode end(String jobId) {
        return json(events.await(
                        1,
                        record -> isAbout(record, jobId)
                                && json(record).path("final").asBoolean())
                .getFirst());
    }

    /** The names of the events about a job that are there now, in their order. */
    public List<String> names(String jobId) {
        return events.matching(record -> isAbout(record, jobId)).stream()
                .map(record -> json(record).path("event").asText())
                .toList();
    }

    /** Waits for so many devices' outcomes of a job. */
    public List<JsonNode> ofDevices(String jobId, int number) {
        return deviceJobs.await(number, record -> isAbout(record, jobId)).stream()
                .map(Told::json)
                .toList();
    }

    private static boolean isAbout(ConsumerRecord<byte[], byte[]> record, String jobId) {
        return json(record).path("jobId").asText().equals(jobId);
    }

    /** The value of a record. */
    public static JsonNode json(ConsumerRecord<byte[], byte[]> record) {
        try {
            return JSON.readTree(record.value());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        events.close();
        deviceJobs.close();
    }
}
