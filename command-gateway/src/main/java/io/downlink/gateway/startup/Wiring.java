package io.downlink.gateway.startup;

import io.downlink.contracts.commands.CommandReader;
import io.downlink.contracts.topics.Service;
import io.downlink.gateway.CommandPipeline;
import io.downlink.gateway.cancelling.HeldCommands;
import io.downlink.gateway.config.DownlinkConfig;
import io.downlink.gateway.config.GatewayConfig;
import io.downlink.gateway.dispatch.CallMeters;
import io.downlink.gateway.dispatch.Dispatcher;
import io.downlink.gateway.dispatch.Hubs;
import io.downlink.gateway.dispatch.RetryPolicy;
import io.downlink.gateway.intake.Intake;
import io.downlink.gateway.intake.Partitioning;
import io.downlink.gateway.lease.CallLease;
import io.downlink.gateway.outcome.CommandEvents;
import io.downlink.gateway.pacing.OwnPart;
import io.downlink.gateway.pacing.PacingMeters;
import io.downlink.gateway.repeats.Repeats;
import io.downlink.gateway.tracing.SpanTracing;
import io.downlink.gateway.tracing.Tracing;
import io.downlink.service.pauses.Backoff;
import io.downlink.service.pauses.Pauses;
import io.downlink.service.startup.Refusals;
import io.downlink.service.topics.DeadLetters;
import io.downlink.service.topics.OutgoingRecords;
import io.downlink.service.topics.TopicsCheck;
import io.downlink.service.tracing.Spans;
import io.downlink.service.tracing.TracesConfig;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.vertx.core.Vertx;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;

/** Puts the gateway together. Everything it is made of is made here. */
@Singleton
class Wiring {
    private static final Refusals REFUSALS = new Refusals(Service.COMMAND_GATEWAY);

    private final DownlinkConfig config;

    Wiring(DownlinkConfig config) {
        this.config = config;
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
    HeldCommands heldCommands(MeterRegistry registry) {
        HeldCommands held = new HeldCommands();
        Gauge.builder("downlink.commands.held", held, HeldCommands::size)
                .description("Commands that a cancel can reach")
                .register(registry);
        return held;
    }

    @Produces
    @Singleton
    OwnPart ownPart() {
        return new OwnPart();
    }

    @Produces
    @Singleton
    Hubs hubs(OwnPart part, MeterRegistry registry, Vertx vertx, Clock clock) {
        Hubs hubs = HubsOpener.open(config.hubs(), REFUSALS, part, vertx, clock);
        PacingMeters meters = new PacingMeters(registry, clock);
        hubs.all().forEach(hub -> meters.register(hub.pacer()));
        return hubs;
    }

    @Produces
    @Singleton
    Tracing tracing() {
        TracesConfig traces = config.traces();
        return traces.endpoint()
                .<Tracing>map(endpoint -> new SpanTracing(Spans.to(endpoint, traces.share(), Service.COMMAND_GATEWAY)))
                .orElse(Tracing.OFF);
    }

    void close(@Disposes Tracing tracing) {
        tracing.close();
    }

    @Produces
    @Singleton
    Dispatcher dispatcher(Hubs hubs, CallLease lease, MeterRegistry registry, Tracing tracing, Clock clock) {
        RandomGenerator random = () -> ThreadLocalRandom.current().nextLong();
        return new Dispatcher(
                hubs, retryPolicy(random), Pauses.byTimer(), lease, new CallMeters(registry), tracing, clock);
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
    CommandReader reader() {
        return new CommandReader(REFUSALS.naming("downlink.requests", config.requests()::toDefaults));
    }

    @Produces
    @Singleton
    Intake intake(CommandReader reader, Partitioning partitioning, MeterRegistry registry, Clock clock) {
        Counter foreign = Counter.builder("downlink.records.foreign")
                .description("Records in another partition than Kafka's default partitioner has for their key")
                .register(registry);
        return new Intake(reader, partitioning, foreign, clock);
    }

    @Produces
    @Singleton
    CommandPipeline pipeline(
            Intake intake,
            HeldCommands held,
            Repeats repeats,
            Dispatcher dispatcher,
            CommandEvents events,
            DeadLetters deadLetters,
            MeterRegistry registry,
            Clock clock) {
        Counter readAgain = Counter.builder("downlink.records.read.again")
                .description("Records whose outcome was told before, acknowledged without a call")
                .register(registry);
        CommandPipeline pipeline =
                new CommandPipeline(intake, held, repeats, dispatcher, events, deadLetters, readAgain, clock);
        Gauge.builder("downlink.records.buffered", pipeline, CommandPipeline::buffered)
                .description("Records held in memory: waiting, being carried out, or being recorded")
                .register(registry);
        return pipeline;
    }

    private RetryPolicy retryPolicy(RandomGenerator random) {
        GatewayConfig gateway = config.gateway();
        return new RetryPolicy(
                new Backoff(gateway.retry().pauseFirst(), gateway.retry().pauseLongest()),
                new Backoff(gateway.offline().pauseFirst(), gateway.offline().pauseLongest()),
                random);
    }
}
