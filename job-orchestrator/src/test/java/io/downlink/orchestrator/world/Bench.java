package io.downlink.orchestrator.world;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.downlink.contracts.jobs.DeviceJobWriter;
import io.downlink.contracts.jobs.JobEventWriter;
import io.downlink.contracts.jobs.JobReader;
import io.downlink.contracts.methods.MethodTimeouts;
import io.downlink.contracts.topics.Topics;
import io.downlink.orchestrator.life.Job;
import io.downlink.orchestrator.outcome.DeviceJobs;
import io.downlink.orchestrator.outcome.JobEvents;
import io.downlink.orchestrator.outcome.JobMeters;
import io.downlink.orchestrator.requests.CheckedReader;
import io.downlink.orchestrator.requests.RequestPipeline;
import io.downlink.orchestrator.state.Jobs;
import io.downlink.orchestrator.state.StateTopic;
import io.downlink.orchestrator.work.Accepting;
import io.downlink.orchestrator.work.Cancelling;
import io.downlink.orchestrator.work.HubFollower;
import io.downlink.orchestrator.work.Hubs;
import io.downlink.orchestrator.work.JobHub;
import io.downlink.orchestrator.work.JobKeeper;
import io.downlink.orchestrator.work.Nudges;
import io.downlink.orchestrator.work.OutcomeReader;
import io.downlink.orchestrator.work.QueryPace;
import io.downlink.orchestrator.work.Turns;
import io.downlink.service.topics.DeadLetters;
import io.downlink.service.topics.OutgoingRecords;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.kafka.api.IncomingKafkaRecordMetadata;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;

/**
 * All of the orchestrator but Kafka, with a hub that is played. What it writes, and what it asks the hub, stands in one
 * list, in its order: {@code state kept lock-43}, {@code event accepted lock-43}, {@code PUT lock-43}, {@code acknowledged}.
 */
public final class Bench {
    /** Of queries. */
    public static final int PER_MINUTE = 20;

    private static final ObjectMapper JSON = new ObjectMapper();

    /** What happened, in its order. */
    public final List<String> log = new ArrayList<>();

    /** What was written to {@code downlink.job-events} and {@code downlink.device-jobs}. */
    public final List<JsonNode> told = new ArrayList<>();

    /** The ids of these. */
    public final List<String> eventIds = new ArrayList<>();

    /** What stands on {@code downlink.job-state}. */
    public final List<ProducerRecord<byte[], byte[]>> states = new ArrayList<>();

    public final MovedClock clock = new MovedClock();
    public final FakeHub hub = new FakeHub(log::add);
    public final Jobs jobs = new Jobs();
    public final JobKeeper keeper;

    /** In bytes: the longest value that Kafka takes. */
    public int takesAtMost = Integer.MAX_VALUE;

    private final RequestPipeline requests;
    private final HubFollower follower;
    private CompletableFuture<Void> kafka = CompletableFuture.completedFuture(null);
    private long offset;

    public Bench() {
        JobMeters meters = new JobMeters(new SimpleMeterRegistry(), Set.of("default"));
        OutgoingRecords topics = new OutgoingRecords(this::write);
        JobHub named = new JobHub("default", hub);
        Hubs hubs = new Hubs(List.of(named));
        JobEvents events =
                new JobEvents(topics, new JobEventWriter(Topics.JOB_EVENTS, JobEventWriter.ORCHESTRATOR), meters);
        DeviceJobs deviceJobs =
                new DeviceJobs(topics, new DeviceJobWriter(Topics.DEVICE_JOBS, JobEventWriter.ORCHESTRATOR), meters);
        keeper = new JobKeeper(jobs, new StateTopic(topics), events, hubs, new Turns(), clock);
        requests = new RequestPipeline(
                new CheckedReader(new JobReader(MethodTimeouts.STANDARD), clock),
                new Accepting(keeper, hubs, new Nudges(), clock),
                new Cancelling(keeper, hubs, clock),
                events,
                new DeadLetters(topics, new SimpleMeterRegistry()),
                clock);
        follower = new HubFollower(
                named,
                jobs,
                keeper,
                new OutcomeReader(named, deviceJobs, keeper, new QueryPace(PER_MINUTE, clock)),
                clock);
        jobs.open(List.of());
    }

    /** A record of {@code downlink.jobs}. */
    public void read(String key, String json) {
        reading(key, json).join();
    }

    /** A record of {@code downlink.jobs}; ends when nothing more is done with it. */
    public CompletableFuture<List<Void>> reading(String key, String json) {
        ConsumerRecord<byte[], byte[]> record =
                new ConsumerRecord<>(Topics.JOBS, 0, offset++, key.getBytes(UTF_8), json.getBytes(UTF_8));
        Message<byte[]> message =
                Message.of(record.value(), Metadata.of(new IncomingKafkaRecordMetadata<>(record, "jobs")), () -> {
                    log.add("acknowledged");
                    return CompletableFuture.completedFuture(null);
                });
        return requests.carry(Multi.createFrom().item(message))
                .collect()
                .asList()
                .subscribeAsCompletionStage();
    }

    /** From now on Kafka acknowledges nothing. */
    public void holdAcknowledgements() {
        kafka = new CompletableFuture<>();
    }

    /** Kafka acknowledges what was written meanwhile, and all that follows. */
    public void acknowledgeAgain() {
        kafka.complete(null);
    }

    public void schedule(String jobId) {
        schedule(jobId, "");
    }

    /** @param more members of the request, each behind a comma */
    public void schedule(String jobId, String more) {
        read(jobId, request(jobId, more));
    }

    /** @param more members of the request, each behind a comma */
    public static String request(String jobId, String more) {
        return """
                {"type": "schedule", "jobId": "%s", "queryCondition": "*",
                 "action": {"type": "direct-method", "method": {"name": "LockDoor"}}%s}""".formatted(jobId, more);
    }

    public void cancel(String jobId) {
        read(jobId, "{\"type\": \"cancel\", \"jobId\": \"%s\"}".formatted(jobId));
    }

    public void tick() {
        ticking().join();
    }

    /** Ends when all that follows from a tick is done. */
    public CompletableFuture<List<Job>> ticking() {
        return follower.follow(Multi.createFrom().item(0)).collect().asList().subscribeAsCompletionStage();
    }

    /** What happened since this was last asked. */
    public List<String> happened() {
        List<String> happened = List.copyOf(log);
        log.clear();
        return happened;
    }

    private Uni<Void> write(ProducerRecord<byte[], byte[]> record) {
        return Uni.createFrom().deferred(() -> {
            if (record.value() != null && record.value().length > takesAtMost) {
                return Uni.createFrom().failure(new RecordTooLargeException("too large"));
            }
            log.add(described(record));
            return Uni.createFrom().completionStage(kafka);
        });
    }

    private String described(ProducerRecord<byte[], byte[]> record) {
        return switch (record.topic()) {
            case Topics.JOB_STATE -> {
                states.add(record);
                yield record.value() == null
                        ? "forget " + new String(record.key(), UTF_8)
                        : "state " + json(record).path("state").path("is").asText() + " "
                                + json(record).path("jobId").asText();
            }
            case Topics.JOB_EVENTS, Topics.DEVICE_JOBS -> {
                told.add(json(record));
                eventIds.add(new String(record.headers().lastHeader("ce_id").value(), UTF_8));
                yield (record.topic().equals(Topics.JOB_EVENTS) ? "event " : "outcome ")
                        + json(record).path("event").asText() + " " + new String(record.key(), UTF_8);
            }
            default -> "dead letter";
        };
    }

    private static JsonNode json(ProducerRecord<byte[], byte[]> record) {
        try {
            return JSON.readTree(record.value());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
