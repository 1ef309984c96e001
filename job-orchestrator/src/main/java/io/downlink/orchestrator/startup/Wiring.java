package io.downlink.orchestrator.startup;

import io.downlink.contracts.jobs.DeviceJobWriter;
import io.downlink.contracts.jobs.JobEventWriter;
import io.downlink.contracts.jobs.JobReader;
import io.downlink.contracts.topics.Service;
import io.downlink.contracts.topics.Topics;
import io.downlink.hub.HubJobs;
import io.downlink.orchestrator.config.DownlinkConfig;
import io.downlink.orchestrator.forecast.DryRuns;
import io.downlink.orchestrator.forecast.HubForecasts;
import io.downlink.orchestrator.forecast.HubRates;
import io.downlink.orchestrator.life.Job;
import io.downlink.orchestrator.life.JobState.Ended;
import io.downlink.orchestrator.life.JobState.InHub;
import io.downlink.orchestrator.life.JobState.Kept;
import io.downlink.orchestrator.life.JobState.ReadingOutcomes;
import io.downlink.orchestrator.life.JobState.Recurring;
import io.downlink.orchestrator.life.JobState.Retrying;
import io.downlink.orchestrator.life.JobState.Scheduling;
import io.downlink.orchestrator.outcome.DeviceJobs;
import io.downlink.orchestrator.outcome.HubCallMeters;
import io.downlink.orchestrator.outcome.JobEvents;
import io.downlink.orchestrator.outcome.JobFeed;
import io.downlink.orchestrator.outcome.JobMeters;
import io.downlink.orchestrator.requests.ClockChecks;
import io.downlink.orchestrator.requests.RequestPipeline;
import io.downlink.orchestrator.requests.Submission;
import io.downlink.orchestrator.state.JobLedger;
import io.downlink.orchestrator.state.Jobs;
import io.downlink.orchestrator.state.StateReplica;
import io.downlink.orchestrator.state.WorkerTransactions;
import io.downlink.orchestrator.work.Accepting;
import io.downlink.orchestrator.work.Cancelling;
import io.downlink.orchestrator.work.Followers;
import io.downlink.orchestrator.work.HubFollower;
import io.downlink.orchestrator.work.Hubs;
import io.downlink.orchestrator.work.JobHub;
import io.downlink.orchestrator.work.JobKeeper;
import io.downlink.orchestrator.work.Nudges;
import io.downlink.orchestrator.work.OutcomeReader;
import io.downlink.orchestrator.work.QueryPace;
import io.downlink.orchestrator.work.TracedCalls;
import io.downlink.orchestrator.work.Turns;
import io.downlink.service.hubs.HubConfig;
import io.downlink.service.hubs.HubSize;
import io.downlink.service.hubs.Tier;
import io.downlink.service.rest.RestAccess;
import io.downlink.service.startup.Refusals;
import io.downlink.service.topics.DeadLetters;
import io.downlink.service.topics.OutgoingRecords;
import io.downlink.service.topics.TopicsCheck;
import io.downlink.service.topics.TransactionalProducers;
import io.downlink.service.tracing.Spans;
import io.downlink.service.tracing.TracesConfig;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.vertx.core.Vertx;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;

/**
 * Puts the orchestrator together. Everything it is made of is made here. The buffers of the channels have no bounds of
 * their own: what can stand in them is bounded by the work in hand.
 */
@Singleton
class Wiring {
    private static final Refusals REFUSALS = new Refusals(Service.JOB_ORCHESTRATOR);

    /** What one unit of S1 allows. */
    private static final int QUERIES_PER_MINUTE = Tier.S1.queriesPerMinute();

    /** Of the topics that tell of jobs; {@link TopicsCheck} sees to it that they take as much. */
    private static final int RECORD_BYTES_MAX = Topics.spec(Topics.DEVICE_JOBS).maxMessageBytes();

    private final DownlinkConfig config;

    /** For what takes long, or waits, and would hold up a thread that serves many. */
    private final Executor threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("job-work-", 0).factory());

    Wiring(DownlinkConfig config) {
        this.config = config;
    }

    @Produces
    @Singleton
    RestAccess restAccess(@ConfigProperty(name = "quarkus.http.host") String host) {
        return REFUSALS.naming("downlink.rest.enabled", () -> new RestAccess(config.rest(), host));
    }

    @Produces
    @Singleton
    Clock clock() {
        return Clock.systemUTC();
    }

    @Produces
    @Singleton
    TopicsCheck topics(@Identifier("default-kafka-broker") Map<String, Object> kafka) {
        return new TopicsCheck(kafka, REFUSALS);
    }

    @Produces
    @Singleton
    StateReplica stateReplica(@Identifier("default-kafka-broker") Map<String, Object> kafka) {
        Map<String, Object> config = new HashMap<>(kafka);
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        config.remove(ConsumerConfig.GROUP_ID_CONFIG);
        return new StateReplica(new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer()));
    }

    /** The group is no part of the transactional id: a second group would carry out everything once more, and is shut out. */
    @Produces
    @Singleton
    WorkerTransactions transactions(
            @Identifier("default-kafka-broker") Map<String, Object> kafka, Instance<Orchestrator> orchestrator) {
        TransactionalProducers producers = new TransactionalProducers(kafka, RECORD_BYTES_MAX);
        return new WorkerTransactions(
                () -> producers.open("downlink.job-orchestrator." + Topics.JOBS, "downlink-job-ledger"),
                RECORD_BYTES_MAX,
                failure -> orchestrator.get().cannotWrite(failure));
    }

    @Produces
    @Singleton
    JobLedger ledger(WorkerTransactions transactions) {
        return new JobLedger(transactions::write);
    }

    @Produces
    @Singleton
    Spans spans() {
        TracesConfig traces = config.traces();
        return traces.endpoint()
                .map(endpoint -> Spans.to(endpoint, traces.share(), Service.JOB_ORCHESTRATOR))
                .orElseGet(Spans::none);
    }

    void close(@Disposes Spans spans) {
        spans.close();
    }

    @Produces
    @Singleton
    Hubs hubs(Jobs jobs, MeterRegistry registry, Spans spans, Vertx vertx, Clock clock) {
        HubCallMeters meters = new HubCallMeters(
                registry,
                hub -> jobs.that(job -> job.id().hub().equals(hub) && isInHand(job))
                        .size(),
                clock);
        return HubsOpener.open(
                config.hubs(), meters, (name, hub) -> new TracedCalls(hub, name, jobs, spans), REFUSALS, vertx);
    }

    @Produces
    @Singleton
    Jobs jobs(MeterRegistry registry) {
        Jobs jobs = new Jobs();
        Gauge.builder(
                        "downlink.jobs.open",
                        jobs,
                        all -> all.that(Wiring::isOpen).size())
                .description("Jobs that have not ended")
                .register(registry);
        return jobs;
    }

    @Produces
    @Singleton
    Turns turns() {
        return new Turns();
    }

    @Produces
    @Singleton
    Nudges nudges() {
        return new Nudges(threads);
    }

    @Produces
    @Singleton
    JobMeters meters(MeterRegistry registry) {
        return new JobMeters(registry, config.hubs().keySet());
    }

    @Produces
    @Singleton
    JobFeed feed() {
        return new JobFeed();
    }

    @Produces
    @Singleton
    JobEvents events(JobLedger ledger, JobMeters meters, JobFeed feed) {
        return new JobEvents(
                ledger::tell, new JobEventWriter(Topics.JOB_EVENTS, JobEventWriter.ORCHESTRATOR), meters, feed);
    }

    @Produces
    @Singleton
    DeviceJobs deviceJobs(JobMeters meters) {
        return new DeviceJobs(
                new DeviceJobWriter(Topics.DEVICE_JOBS, JobEventWriter.ORCHESTRATOR), meters, RECORD_BYTES_MAX);
    }

    @Produces
    @Singleton
    DeadLetters deadLetters(
            @Channel("dead-letters") @OnOverflow(OnOverflow.Strategy.UNBOUNDED_BUFFER)
                    MutinyEmitter<ProducerRecord<byte[], byte[]>> channel,
            MeterRegistry registry) {
        return new DeadLetters(new OutgoingRecords(record -> channel.send(record)), registry);
    }

    @Produces
    @Singleton
    JobReader reader(Clock clock) {
        return new JobReader(REFUSALS.naming("downlink.jobs", config.jobs()::timeouts), new ClockChecks(clock));
    }

    @Produces
    @Singleton
    Submission submission(
            @Channel("job-requests") @OnOverflow(OnOverflow.Strategy.UNBOUNDED_BUFFER)
                    MutinyEmitter<ProducerRecord<byte[], byte[]>> channel,
            JobReader reader) {
        return new Submission(reader, record -> channel.send(record));
    }

    @Produces
    @Singleton
    DryRuns dryRuns(Hubs hubs, Spans spans, Clock clock) {
        return new DryRuns(
                hubs.all().stream().collect(Collectors.toMap(JobHub::name, hub -> forecasts(hub.name(), hub.jobs()))),
                spans,
                clock);
    }

    private HubForecasts forecasts(String name, HubJobs hub) {
        Optional<HubSize> size =
                Optional.ofNullable(config.hubs().get(name)).flatMap(configured -> configured.size(name, REFUSALS));
        return new HubForecasts(hub, HubRates.of(size, queriesPerMinute(name)));
    }

    @Produces
    @Singleton
    JobKeeper keeper(Jobs jobs, JobLedger ledger, JobEvents events, Hubs hubs, Turns turns, Clock clock) {
        return new JobKeeper(jobs, ledger, events, hubs, turns, clock);
    }

    @Produces
    @Singleton
    RequestPipeline requests(
            JobReader reader,
            JobKeeper keeper,
            Hubs hubs,
            JobEvents events,
            DeadLetters deadLetters,
            Nudges nudges,
            DryRuns dryRuns,
            Spans spans,
            Clock clock) {
        return new RequestPipeline(
                reader,
                new Accepting(keeper, hubs, nudges, clock),
                new Cancelling(keeper, hubs, clock),
                dryRuns,
                events,
                deadLetters,
                spans,
                clock);
    }

    @Produces
    @Singleton
    Followers followers(Hubs hubs, Jobs jobs, JobKeeper keeper, DeviceJobs deviceJobs, Nudges nudges, Clock clock) {
        return new Followers(
                hubs.all().stream()
                        .map(hub -> follower(hub, jobs, keeper, deviceJobs, clock))
                        .toList(),
                nudges,
                config.jobs().pollInterval());
    }

    private HubFollower follower(JobHub hub, Jobs jobs, JobKeeper keeper, DeviceJobs deviceJobs, Clock clock) {
        QueryPace pace = new QueryPace(queriesPerMinute(hub.name()), clock);
        return new HubFollower(
                hub,
                jobs,
                keeper,
                new OutcomeReader(hub, deviceJobs, keeper, pace, threads),
                pace,
                new HubFollower.LookPace(
                        config.jobs().pollInterval(), config.jobs().pollIntervalLongest()),
                clock);
    }

    private int queriesPerMinute(String hub) {
        HubConfig ofHub = Objects.requireNonNull(config.hubs().get(hub), "only configured hubs are opened");
        return config.jobs()
                .queriesPerMinute()
                .orElseGet(() ->
                        ofHub.size(hub, REFUSALS).map(HubSize::queriesPerMinute).orElse(QUERIES_PER_MINUTE));
    }

    /** Whether its hub is asked about it. */
    private static boolean isInHand(Job job) {
        return switch (job.state()) {
            case Scheduling _, InHub _, ReadingOutcomes _, Retrying _ -> true;
            case Kept _, Recurring _, Ended _ -> false;
        };
    }

    private static boolean isOpen(Job job) {
        return !(job.state() instanceof Ended);
    }
}
