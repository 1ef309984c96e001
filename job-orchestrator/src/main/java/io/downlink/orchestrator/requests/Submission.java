package io.downlink.orchestrator.requests;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.downlink.contracts.cloudevents.EventHeaders;
import io.downlink.contracts.jobs.JobReadResult;
import io.downlink.contracts.jobs.JobReader;
import io.downlink.contracts.json.ExactJson;
import io.downlink.contracts.topics.Topics;
import io.smallrye.mutiny.Uni;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** Writes requests to {@code downlink.jobs} that did not come from there. */
public final class Submission {
    private final JobReader reader;
    private final Function<ProducerRecord<byte[], byte[]>, Uni<Void>> topic;

    /** @param topic writes one record: ends when Kafka has acknowledged it, fails if it was not taken */
    public Submission(JobReader reader, Function<ProducerRecord<byte[], byte[]>, Uni<Void>> topic) {
        this.reader = reader;
        this.topic = topic;
    }

    /**
     * Writes a request if it is a valid one.
     *
     * @return what the orchestrator will read; ends when Kafka has the request, fails if Kafka did not take it
     */
    public Uni<JobReadResult> submit(byte[] request) {
        JobReadResult read = read(request);
        return switch (read) {
            case JobReadResult.Accepted _ ->
                topic.apply(record(keyOf(request), request)).replaceWith(read);
            case JobReadResult.Refused _, JobReadResult.Unreadable _ ->
                Uni.createFrom().item(read);
        };
    }

    /** What a request would be on the topic; it is not written. */
    public JobReadResult read(byte[] request) {
        return reader.read(new ConsumerRecord<>(Topics.JOBS, 0, 0, keyOf(request), request));
    }

    private static ProducerRecord<byte[], byte[]> record(byte @Nullable [] key, byte[] request) {
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(Topics.JOBS, key, request);
        record.headers().add(EventHeaders.CONTENT_TYPE, EventHeaders.JSON.getBytes(UTF_8));
        return record;
    }

    private static byte @Nullable [] keyOf(byte[] request) {
        try {
            String jobId = ExactJson.read(request).tree().path("jobId").textValue();
            return jobId == null ? null : jobId.getBytes(UTF_8);
        } catch (JsonProcessingException _) {
            return null; // the reader says what it is instead
        }
    }
}
