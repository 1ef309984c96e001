package io.downlink.orchestrator.state;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.downlink.contracts.cloudevents.TraceContext;
import io.downlink.contracts.jobs.DeviceCounts;
import io.downlink.contracts.jobs.JobEvent.About;
import io.downlink.contracts.jobs.JobEventWriter;
import io.downlink.contracts.jobs.JobId;
import io.downlink.contracts.json.ExactJson;
import io.downlink.contracts.json.JsonObjectWriter;
import io.downlink.contracts.requests.RequestMeta;
import io.downlink.contracts.topics.Topics;
import io.downlink.orchestrator.life.End;
import io.downlink.orchestrator.life.Job;
import io.downlink.orchestrator.life.JobState;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Writes jobs as records of {@code downlink.job-state}: JSON in a form of this orchestrator's own, with its version in
 * {@code v}. The key is {@code <hub>/<jobId>}: two hubs may have jobs of one id.
 */
final class StateWriter {
    static final int VERSION = 1;

    /** How a job ended is kept as the event that tells it. */
    private static final JobEventWriter EVENTS = new JobEventWriter("", JobEventWriter.ORCHESTRATOR);

    private StateWriter() {}

    static ProducerRecord<byte[], byte[]> write(Job job) {
        return new ProducerRecord<>(Topics.JOB_STATE, key(job.id()), json(job).getBytes(UTF_8));
    }

    /** What makes Kafka forget the job. */
    static ProducerRecord<byte[], byte[]> tombstone(JobId id) {
        return new ProducerRecord<>(Topics.JOB_STATE, key(id), null);
    }

    private static byte[] key(JobId id) {
        return (id.hub() + "/" + id.jobId()).getBytes(UTF_8);
    }

    static String json(Job job) {
        return JsonObjectWriter.write(json -> {
            json.number("v", VERSION);
            json.text("hub", job.id().hub());
            json.text("jobId", job.id().jobId());
            json.object("request", request -> RequestJson.write(job.request(), request));
            json.object("meta", meta -> writeMeta(job.meta(), meta));
            json.object("state", state -> writeState(job, state));
        });
    }

    private static void writeMeta(RequestMeta meta, JsonObjectWriter json) throws IOException {
        json.time("recordTime", meta.recordTime());
        meta.source().write("source", json);
        meta.requestedBy().write(json);
        json.tree("context", meta.context());
        json.text("digest", meta.digest());
        TraceContext trace = meta.trace();
        json.text("traceparent", trace == null ? null : trace.traceparent());
        json.text("tracestate", trace == null ? null : trace.tracestate());
    }

    private static void writeState(Job job, JsonObjectWriter json) throws IOException {
        json.text("is", StateName.of(job.state()).wire());
        json.time("since", job.state().since());
        switch (job.state()) {
            case JobState.Kept kept -> {
                json.flagIfSet("waiting", kept.waiting());
                json.flagIfSet("offered", kept.offered());
                json.number("unanswered", kept.unanswered());
            }
            case JobState.Scheduling scheduling -> {
                json.flagIfSet("waiting", scheduling.waiting());
                json.flagIfSet("full", scheduling.full());
                json.number("unanswered", scheduling.unanswered());
                json.time("unknownSince", scheduling.unknownSince());
            }
            case JobState.InHub inHub -> {
                writeDevices(inHub.devices(), json);
                json.time("unknownSince", inHub.unknownSince());
            }
            case JobState.ReadingOutcomes reading -> {
                json.tree("end", event(job, reading.end()));
                writeDevices(reading.devices(), json);
                json.text("continuation", reading.continuation());
                json.number("told", reading.told());
                json.time("restExpectedAt", reading.restExpectedAt());
                json.number("unreadable", reading.unreadable());
                json.number("restarts", reading.restarts());
            }
            case JobState.Retrying retrying -> json.tree("end", event(job, retrying.end()));
            case JobState.Recurring recurring -> json.time("nextRun", recurring.nextRun());
            case JobState.Ended ended -> json.tree("end", event(job, ended.end()));
        }
    }

    private static void writeDevices(@Nullable DeviceCounts devices, JsonObjectWriter json) throws IOException {
        if (devices != null) {
            json.object("devices", object -> {
                object.number("total", devices.total());
                object.number("succeeded", devices.succeeded());
                object.number("failed", devices.failed());
                object.number("running", devices.running());
                object.number("pending", devices.pending());
            });
        }
    }

    private static JsonNode event(Job job, End end) {
        About about = About.of(job.meta(), job.request(), job.state().since());
        try {
            return ExactJson.read(EVENTS.write(end.toEvent(about)).value()).tree();
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("an event is JSON", e);
        }
    }
}
