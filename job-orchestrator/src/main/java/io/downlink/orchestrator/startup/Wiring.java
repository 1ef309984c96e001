package io.downlink.orchestrator.startup;

import io.downlink.contracts.jobs.DeviceJobWriter;
import io.downlink.contracts.jobs.JobEventWriter;
import io.downlink.contracts.jobs.JobReader;
import io.downlink.contracts.topics.Service;
import io.downlink.contracts.topics.Topics;
import io.downlink.orchestrator.config.DownlinkConfig;
import io.downlink.orchestrator.life.Job;
import io.downlink.orchestrator.life.JobState.Ended;
import io.downlink.orchestrator.outcome.DeviceJobs;
import io.downlink.orchestrator.outcome.JobEvents;
import io.downlink.orchestrator.outcome.JobMeters;
import io.downlink.orchestrator.requests.CheckedReader;
import io.downlink.orchestrator.requests.RequestPipeline;
import io.downlink.orchestrator.requests.Submission;
import io.downlink.orchestrator.state.Jobs;
import io.downlink.orchestrator.state.Restore;
import io.downlink.orchestrator.state.StateTopic;
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
import io.downlink.orchestrator.work.Turns;
import io.downlink.service.rest.RestAccess;
import io.downlink.service.startup.Refusals;
import io.downlink.service.topics.DeadLetters;
import io.downlink.service.topics.OutgoingRecords;
import io.downlink.service.topics.TopicsCheck;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.reactive.messaging.MutinyEmitter;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
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

    private final DownlinkConfig config;

    Wiring(DownlinkConfig config) {
        this.config = config;
    }

    @Produces
    @Singleton
    RestAccess restAccess(@ConfigProperty(name = "quarkus.http.host") String host) {
        return new RestAccess(config.rest(), host);
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
    Restore restore(@Identifier("default-kafka-broker") Map<String, Object> kafka) {
        return new Restore(kafka);
    }

    @Produces
    @Singleton
    Hubs hubs() {
        return HubsOpener.open(config.hubs(), REFUSALS);
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
        return new Nudges();
    }

    @Produces
    @Singleton
    JobMeters meters(MeterRegistry registry) {
        return new JobMeters(registry, config.hubs().keySet());
    }

    @Produces
    @Singleton
    StateTopic states(
            @Channel("job-state") @OnOverflow(OnOverflow.Strategy.UNBOUNDED_BUFFER)
                    MutinyEmitter<ProducerRecord<byte[], byte[]>> channel) {
        return new StateTopic(new OutgoingRecords(record -> channel.send(record)));
    }

    @Produces
    @Singleton
    JobEvents events(
            @Channel("job-events") @OnOverflow(OnOverflow.Strategy.UNBOUNDED_BUFFER)
                    MutinyEmitter<ProducerRecord<byte[], byte[]>> channel,
            JobMeters meters) {
        return new JobEvents(
                new OutgoingRecords(record -> channel.send(record)),
                new JobEventWriter(Topics.JOB_EVENTS, JobEventWriter.ORCHESTRATOR),
                meters);
    }

    @Produces
    @Singleton
    DeviceJobs deviceJobs(
            @Channel("device-jobs") @OnOverflow(OnOverflow.Strategy.UNBOUNDED_BUFFER)
                    MutinyEmitter<ProducerRecord<byte[], byte[]>> channel,
            JobMeters meters) {
        return new DeviceJobs(
                new OutgoingRecords(record -> channel.send(record)),
                new DeviceJobWriter(Topics.DEVICE_JOBS, JobEventWriter.ORCHESTRATOR),
                meters);
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
    CheckedReader reader(Clock clock) {
        return new CheckedReader(new JobReader(REFUSALS.naming("downlink.jobs", config.jobs()::timeouts)), clock);
    }

    @Produces
    @Singleton
    Submission submission(
            @Channel("job-requests") @OnOverflow(OnOverflow.Strategy.UNBOUNDED_BUFFER)
                    MutinyEmitter<ProducerRecord<byte[], byte[]>> channel,
            CheckedReader reader) {
        return new Submission(reader, record -> channel.send(record));
    }

    @Produces
    @Singleton
    JobKeeper keeper(Jobs jobs, StateTopic states, JobEvents events, Hubs hubs, Turns turns, Clock clock) {
        return new JobKeeper(jobs, states, events, hubs, turns, clock);
    }

    @Produces
    @Singleton
    RequestPipeline requests(
            CheckedReader reader,
            JobKeeper keeper,
            Hubs hubs,
            JobEvents events,
            DeadLetters deadLetters,
            Nudges nudges,
            Clock clock) {
        return new RequestPipeline(
                reader,
                new Accepting(keeper, hubs, nudges, clock),
                new Cancelling(keeper, hubs, clock),
                events,
                deadLetters,
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
        QueryPace pace = new QueryPace(config.jobs().queriesPerMinute(), clock);
        return new HubFollower(hub, jobs, keeper, new OutcomeReader(hub, deviceJobs, keeper, pace), clock);
    }

    private static boolean isOpen(Job job) {
        return !(job.state() instanceof Ended);
    }
}
