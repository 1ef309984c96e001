package io.downlink.orchestrator.world;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.downlink.contracts.jobs.DeviceJobWriter;
import io.downlink.contracts.jobs.JobEventWriter;
import io.downlink.contracts.jobs.JobReader;
import io.downlink.contracts.methods.MethodTimeouts;
import io.downlink.contracts.topics.Topics;
import io.downlink.orchestrator.forecast.DryRuns;
import io.downlink.orchestrator.forecast.HubForecasts;
import io.downlink.orchestrator.forecast.HubRates;
import io.downlink.orchestrator.life.Job;
import io.downlink.orchestrator.outcome.DeviceJobs;
import io.downlink.orchestrator.outcome.JobEvents;
import io.downlink.orchestrator.outcome.JobFeed;
import io.downlink.orchestrator.outcome.JobMeters;
import io.downlink.orchestrator.requests.ClockChecks;
import io.downlink.orchestrator.requests.RequestPipeline;
import io.downlink.orchestrator.state.JobLedger;
import io.downlink.orchestrator.state.Jobs;
import io.downlink.orchestrator.state.StandsByException;
import io.downlink.orchestrator.work.Accepting;
import io.downlink.orchestrator.work.Cancelling;
import io.downlink.orchestrator.work.HubFollower;
import io.downlink.orchestrator.work.Hubs;
import io.downlink.orchestrator.work.JobHub;
import io.downlink.orchestrator.work.JobKeeper;
import io.downlink.orchestrator.work.Nudges;
import io.downlink.orchestrator.work.OutcomeReader;
import io.downlink.orchestrator.work.QueryPace;
import io.downlink.orchestrator.work.TracedCalls;
import io.downlink.orchestrator.work.Turns;
import io.downlink.service.topics.DeadLetters;
import io.downlink.service.topics.OutgoingRecords;
import io.downlink.service.tracing.Spans;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.kafka.api.IncomingKafkaRecordMetadata;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;

/**
 * All of the orchestrator but Kafka, with a hub that is played. What it writes, and what it asks the hub, stands in one
 * list, in its order: {@code state kept lock-43}, {@code event accepted lock-43}, {@code PUT lock-43}, {@code acknowledged}.
 */
public final class Bench {
    /** Of queries, unless a test says otherwise. */
    public static final int PER_MINUTE = 20;

    private static final int RECORD_BYTES_MAX = Topics.spec(Topics.DEVICE_JOBS).maxMessageBytes();
    private static final HubFollower.LookPace AT_EVERY_TICK = new HubFollower.LookPace(Duration.ZERO, Duration.ZERO);

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
    public final JobFeed feed = new JobFeed();
    public final JobKeeper keeper;

    public final RequestPipeline requests;
    private final Supplier<HubFollower> followers;
    private HubFollower follower;
    private CompletableFuture<Void> kafka = CompletableFuture.completedFuture(null);
    private Executor threads = Runnable::run;
    private long offset;

    public Bench() {
        this(RECORD_BYTES_MAX);
    }

    /** A hub that answers as many queries as it is asked. */
    public static Bench withoutAPace() {
        return new Bench(RECORD_BYTES_MAX, AT_EVERY_TICK, 10_000_000);
    }

    /** @param recordBytesMax how large a record Kafka takes */
    public Bench(int recordBytesMax) {
        this(recordBytesMax, AT_EVERY_TICK);
    }

    /** @param pace how often the hub is asked */
    public Bench(HubFollower.LookPace pace) {
        this(RECORD_BYTES_MAX, pace);
    }

    private Bench(int recordBytesMax, HubFollower.LookPace pace) {
        this(recordBytesMax, pace, PER_MINUTE);
    }

    private Bench(int recordBytesMax, HubFollower.LookPace pace, int perMinute) {
        JobMeters meters = new JobMeters(new SimpleMeterRegistry(), Set.of("default"));
        JobLedger ledger = new JobLedger((holds, records) -> write(holds, records));
        JobHub named = new JobHub("default", new TracedCalls(hub, "default", jobs, Spans.none()));
        Hubs hubs = new Hubs(List.of(named));
        JobEvents events = new JobEvents(
                ledger::tell, new JobEventWriter(Topics.JOB_EVENTS, JobEventWriter.ORCHESTRATOR), meters, feed);
        DeviceJobs deviceJobs = new DeviceJobs(
                new DeviceJobWriter(Topics.DEVICE_JOBS, JobEventWriter.ORCHESTRATOR), meters, recordBytesMax);
        keeper = new JobKeeper(jobs, ledger, events, hubs, new Turns(), clock);
        requests = new RequestPipeline(
                new JobReader(MethodTimeouts.STANDARD, new ClockChecks(clock)),
                new Accepting(keeper, hubs, new Nudges(Runnable::run), clock),
                new Cancelling(keeper, hubs, clock),
                new DryRuns(
                        Map.of("default", new HubForecasts(hub, HubRates.of(Optional.empty(), PER_MINUTE))),
                        Spans.none(),
                        clock),
                events,
                new DeadLetters(new OutgoingRecords(record -> write(List.of(record))), new SimpleMeterRegistry()),
                Spans.none(),
                clock);
        followers = () -> {
            QueryPace queries = new QueryPace(perMinute, clock);
            OutcomeReader outcomes =
                    new OutcomeReader(named, deviceJobs, keeper, queries, work -> threads.execute(work));
            return new HubFollower(named, jobs, keeper, outcomes, queries, pace, clock);
        };
        follower = followers.get();
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

    /** From now on what takes long is done here. */
    public void worksOn(Executor threads) {
        this.threads = threads;
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

    /** Another replica works from now on: it knows how the jobs stand, and nothing else. */
    public void takeOver() {
        takeOver(jobs.that(_ -> true));
    }

    /** This replica works again, after another one that left the jobs like this. */
    public void takeOver(List<Job> left) {
        jobs.close();
        jobs.leave();
        jobs.open(left);
        follower = followers.get();
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

    private Uni<Void> write(BooleanSupplier holds, List<ProducerRecord<byte[], byte[]>> records) {
        return Uni.createFrom()
                .deferred(() ->
                        holds.getAsBoolean() ? write(records) : Uni.createFrom().failure(StandsByException::new));
    }

    private Uni<Void> write(List<ProducerRecord<byte[], byte[]>> records) {
        return Uni.createFrom().deferred(() -> {
            records.forEach(record -> log.add(described(record)));
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
