package io.downlink.gateway.startup;

import io.downlink.contracts.topics.Topics;
import io.downlink.gateway.CommandPipeline;
import io.downlink.gateway.config.DownlinkConfig;
import io.downlink.gateway.config.GatewayConfig;
import io.downlink.gateway.dispatch.HubDays;
import io.downlink.gateway.dispatch.Hubs;
import io.downlink.gateway.intake.Partitioning;
import io.downlink.gateway.lanes.Parking;
import io.downlink.gateway.lease.CallLease;
import io.downlink.gateway.lease.EventWrites;
import io.downlink.gateway.lease.PollLease;
import io.downlink.gateway.lease.PollWatch;
import io.downlink.gateway.lease.Refusal;
import io.downlink.gateway.pacing.OwnPart;
import io.downlink.gateway.parking.OffsetReader;
import io.downlink.gateway.parking.ParkedBodies;
import io.downlink.gateway.repeats.RepeatMemory;
import io.downlink.gateway.replicas.OwnAddress;
import io.downlink.gateway.takeover.EventHistory;
import io.downlink.gateway.takeover.PartitionReader;
import io.downlink.gateway.takeover.TakeOver;
import io.downlink.gateway.takeover.TopicFacts;
import io.downlink.gateway.tenure.EventPositions;
import io.downlink.gateway.tenure.OffsetCommits;
import io.downlink.gateway.tenure.Tenures;
import io.downlink.service.pauses.Backoff;
import io.downlink.service.topics.TransactionalProducers;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.runtime.Quarkus;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.reactive.messaging.kafka.commit.KafkaCommitHandler;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.Producer;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** Puts together what looks after the partitions that this replica owns. */
@Singleton
class PartitionWiring {
    private static final Logger LOGGER = Logger.getLogger(PartitionWiring.class);

    /** What is finished but not committed is read again after a crash, and recognised. */
    private static final Duration COMMIT_EVERY = Duration.ofSeconds(1);

    /** Much less than a session: how soon calls start after the first poll. */
    private static final Duration POLLS_EVERY = Duration.ofMillis(250);

    /** How much of the events whoever takes over has to read, and how long a transaction of the log lasts. */
    private static final Duration CHECKPOINT_EVERY = Duration.ofSeconds(5);

    /** How late a command may be parked, read again or expire. */
    private static final Duration SWEEP_EVERY = Duration.ofMillis(200);

    /** They take as much memory as records that are buffered. */
    private static final int PARKED_IN_MEMORY_MAX = 1_000;

    private static final int EXIT_STATUS = 1;

    private static final double MILLIS = 1_000;

    private final Map<String, Object> kafka;
    private final String group;
    private final Executor threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("partition-", 0).factory());

    PartitionWiring(
            @Identifier("default-kafka-broker") Map<String, Object> kafka,
            @ConfigProperty(name = "mp.messaging.incoming.commands.group.id") String group) {
        this.kafka = kafka;
        this.group = group;
    }

    /**
     * SmallRye asks for it by this name, the {@code commit-strategy} of the channel.
     *
     * @param address asked for later: the channel needs this to be made, and what is wrong with it is told elsewhere
     */
    @Produces
    @Singleton
    @Identifier("downlink")
    KafkaCommitHandler.Factory offsetCommits(
            Tenures tenures,
            ConsumerTimes times,
            PollLease polls,
            CallLease calls,
            OwnPart part,
            Instance<OwnAddress> address,
            Clock clock) {
        return (_, vertx, consumer, _) -> {
            Rounds rounds = new Rounds(vertx);
            OffsetCommits commits = new OffsetCommits(
                    consumer, tenures, times.drain(), () -> address.get().asMetadata(), rounds::end);
            PollWatch watch =
                    new PollWatch(consumer, polls, commits::isMember, () -> threads.execute(calls::look), part, clock);
            rounds.every(POLLS_EVERY, watch::look);
            rounds.every(COMMIT_EVERY, commits::commitDue);
            rounds.every(CHECKPOINT_EVERY, tenures::checkpoint);
            rounds.every(SWEEP_EVERY, tenures::sweepLanes);
            return commits;
        };
    }

    @Produces
    @Singleton
    EventPositions eventPositions() {
        return new EventPositions();
    }

    @Produces
    @Singleton
    ConsumerTimes consumerTimes(Config config) {
        return ConsumerTimes.of(config);
    }

    @Produces
    @Singleton
    PollLease pollLease(ConsumerTimes times, MeterRegistry registry, Clock clock) {
        PollLease polls = new PollLease(times.sessionTimeout(), clock);
        Gauge.builder(
                        "downlink.poll.age.seconds",
                        polls,
                        lease -> lease.silence().toMillis() / MILLIS)
                .description("Time since the last poll began")
                .register(registry);
        return polls;
    }

    @Produces
    @Singleton
    EventWrites eventWrites(MeterRegistry registry, Clock clock) {
        EventWrites writes = new EventWrites(clock);
        Gauge.builder(
                        "downlink.events.refused.seconds",
                        writes,
                        events -> events.refusal()
                                        .map(Refusal::lasts)
                                        .orElse(Duration.ZERO)
                                        .toMillis()
                                / MILLIS)
                .description("For how long every event has been refused")
                .register(registry);
        return writes;
    }

    @Produces
    @Singleton
    CallLease callLease(PollLease polls, EventWrites writes, MeterRegistry registry) {
        CallLease calls = new CallLease(polls, writes);
        Gauge.builder("downlink.calls.held", calls, CallLease::waiting)
                .description("Commands that wait for a poll, or for Kafka to take their partition's events")
                .register(registry);
        return calls;
    }

    @Produces
    @Singleton
    Admin admin() {
        return Admin.create(kafka);
    }

    void close(@Disposes Admin admin) {
        admin.close(Duration.ZERO);
    }

    @Produces
    @Singleton
    PartitionReader partitionReader() {
        return PartitionReader.open(kafka, threads);
    }

    void close(@Disposes PartitionReader reader) {
        reader.close();
    }

    @Produces
    @Singleton
    Partitioning partitioning() {
        return new Partitioning();
    }

    /** @param hubs asked for later: the channel needs this to be made, and what is wrong with a hub is told elsewhere */
    @Produces
    @Singleton
    Parking parking(DownlinkConfig config, Instance<Hubs> hubs, MeterRegistry registry) {
        GatewayConfig gateway = config.gateway();
        Backoff askAgain =
                new Backoff(gateway.offline().pauseFirst(), gateway.parking().pauseLongest());
        Parking parking = new Parking(
                gateway.parking().after(),
                gateway.parkedMax(),
                PARKED_IN_MEMORY_MAX,
                askAgain::bound,
                () -> !hubs.get().areAllAway());
        Gauge.builder("downlink.parked", parking, Parking::parked)
                .description("Commands that wait without being held in memory")
                .register(registry);
        FunctionCounter.builder("downlink.parked.begun", parking, Parking::begun)
                .description("Commands parked")
                .register(registry);
        FunctionCounter.builder("downlink.parked.read", parking, Parking::readAgain)
                .description("Times that a parked command was read again, its turn having come")
                .register(registry);
        return parking;
    }

    @Produces
    @Singleton
    OffsetReader offsetReader() {
        return OffsetReader.open(kafka);
    }

    void close(@Disposes OffsetReader reader) {
        reader.close();
    }

    @Produces
    @Singleton
    Tenures tenures(
            Admin admin,
            PartitionReader reader,
            RepeatMemory memory,
            Partitioning partitioning,
            OffsetReader commands,
            EventPositions positions,
            Parking parking,
            Instance<CommandPipeline> pipeline,
            Instance<Hubs> hubs,
            MeterRegistry registry,
            Clock clock) {
        Timer takeOverTime = Timer.builder("downlink.take.over")
                .description("Time from a partition's assignment until its commands are carried out")
                .register(registry);
        Timer restoreTime = Timer.builder("downlink.take.over.events")
                .description("Time for which events were read when a partition was taken over")
                .register(registry);
        TopicFacts facts = new TopicFacts(admin, group);
        EventHistory history = new EventHistory(facts, reader, memory, restoreTime, clock);
        TakeOver takeOver = new TakeOver(this::logProducer, facts, reader, history, partitioning, threads);
        Tenures tenures = new Tenures(
                takeOver,
                positions,
                parking,
                new ParkedBodies(commands, pipeline::get, threads),
                new HubDays(hubs::get),
                threads,
                takeOverTime,
                PartitionWiring::end,
                clock);
        Gauge.builder("downlink.lanes", tenures, Tenures::lanesWithWork)
                .description("Devices and modules with work")
                .register(registry);
        return tenures;
    }

    /**
     * All owners of a partition share its transactional id, so that the newest one shuts the others out. The group is no
     * part of it: a second group on the same topic would carry out everything once more, and is shut out too.
     */
    private Producer<byte[], byte[]> logProducer(int partition) {
        return new TransactionalProducers(kafka, Topics.spec(Topics.COMMAND_LOG).maxMessageBytes())
                .open(
                        "downlink.command-gateway.%s.%d".formatted(Topics.COMMANDS, partition),
                        "downlink-command-log-" + partition);
    }

    /** For its supervisor to start it again. */
    private static void end(String reason) {
        LOGGER.errorf("the process ends reason=%s", reason);
        Quarkus.asyncExit(EXIT_STATUS);
    }
}
