package io.downlink.collector.startup;

import io.downlink.collector.FeedbackPipeline;
import io.downlink.collector.FeedbackPipeline.Patience;
import io.downlink.collector.Pipelines;
import io.downlink.collector.Shift;
import io.downlink.collector.canary.Canary;
import io.downlink.collector.canary.CanaryMeters;
import io.downlink.collector.canary.SentCanaries;
import io.downlink.collector.canary.SentCanaries.Plan;
import io.downlink.collector.config.CollectorConfig;
import io.downlink.collector.config.CollectorConfig.CanaryConfig;
import io.downlink.collector.config.CollectorConfig.LostConfig;
import io.downlink.collector.config.DownlinkConfig;
import io.downlink.collector.group.Membership;
import io.downlink.collector.lost.LostFeedback;
import io.downlink.collector.lost.LostRules;
import io.downlink.collector.publishing.FeedbackMeters;
import io.downlink.collector.publishing.FeedbackTopic;
import io.downlink.collector.receiving.Receiver;
import io.downlink.collector.receiving.UnreadableBatches;
import io.downlink.collector.startup.CollectedHubs.CollectedHub;
import io.downlink.contracts.feedback.FeedbackWriter;
import io.downlink.contracts.topics.Service;
import io.downlink.contracts.topics.Topics;
import io.downlink.hub.HubClient;
import io.downlink.hub.HubCommands;
import io.downlink.hub.HubFeedback;
import io.downlink.service.pauses.Backoff;
import io.downlink.service.pauses.Pauses;
import io.downlink.service.startup.Refusals;
import io.downlink.service.topics.OutgoingRecords;
import io.downlink.service.topics.TopicsCheck;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.vertx.core.Vertx;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;
import org.jboss.logging.Logger;

/** Puts the collector together. Everything it is made of is made here. */
@Singleton
class Wiring {
    private static final Logger LOGGER = Logger.getLogger(Wiring.class);
    private static final Refusals REFUSALS = new Refusals(Service.FEEDBACK_COLLECTOR);

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

    /** The buffer has no bound of its own: what can stand in it is one batch for each hub, and what is told as lost. */
    @Produces
    @Singleton
    OutgoingRecords records(
            @Channel("feedback") @OnOverflow(OnOverflow.Strategy.UNBOUNDED_BUFFER)
                    MutinyEmitter<ProducerRecord<byte[], byte[]>> channel) {
        return new OutgoingRecords(record -> channel.send(record));
    }

    @Produces
    @Singleton
    CollectedHubs hubs(OutgoingRecords records, MeterRegistry registry, Clock clock) {
        UnreadableBatches.count(registry);
        FeedbackWriter writer = new FeedbackWriter(Topics.FEEDBACK, FeedbackWriter.COLLECTOR);
        return CollectedHubs.of(
                config.hubs().keySet(),
                name -> new Receiver(
                        name, backoff(), () -> ThreadLocalRandom.current().nextLong(), registry, clock),
                name -> new FeedbackTopic(name, records, writer, new FeedbackMeters(registry, name), clock));
    }

    @Produces
    @Singleton
    Pipelines pipelines(CollectedHubs hubs, Vertx vertx, MeterRegistry registry, Clock clock) {
        config.collector().canary().forEach(this::check);
        Map<String, HubClient> clients = new TreeMap<>();
        config.hubs().forEach((name, hub) -> clients.put(name, hub.open(name, REFUSALS, vertx)));
        return new Pipelines(
                clients.values().stream().toList(),
                clients.entrySet().stream()
                        .map(hub -> pipeline(
                                hub.getValue(),
                                hubs.of(hub.getKey()),
                                canary(hub.getKey(), hub.getValue(), registry, clock)))
                        .toList(),
                clock);
    }

    private FeedbackPipeline pipeline(HubFeedback client, CollectedHub hub, Canary canary) {
        CollectorConfig collector = config.collector();
        return new FeedbackPipeline(
                client,
                hub.receiver(),
                hub.topic(),
                canary,
                new Patience(collector.acknowledgedWithin(), collector.quietMax()),
                Pauses.byTimer());
    }

    private Canary canary(String hub, HubCommands client, MeterRegistry registry, Clock clock) {
        CanaryConfig canary = config.collector().canary().get(hub);
        return canary == null
                ? Canary.NONE
                : new SentCanaries(
                        hub,
                        client::send,
                        new Plan(canary.deviceId(), canary.every(), canary.feedbackWithin()),
                        new CanaryMeters(registry, hub),
                        Pauses.byTimer(),
                        () -> ThreadLocalRandom.current().nextLong(),
                        clock);
    }

    private void check(String hub, CanaryConfig canary) {
        String key = "downlink.collector.canary." + hub;
        if (!config.hubs().containsKey(hub)) {
            throw REFUSALS.because(key + ": no hub of that name is configured");
        }
        if (canary.feedbackWithin().compareTo(config.collector().acknowledgedWithin()) <= 0) {
            throw REFUSALS.because(key + ".feedback-within: must be longer than downlink.collector.acknowledged-within,"
                    + " or a batch that waits for Kafka looks like a deaf receiver");
        }
        if (canary.feedbackWithin().compareTo(CanaryConfig.FEEDBACK_WITHIN_ADVISED) < 0) {
            LOGGER.warnf(
                    "%s.feedback-within: %s is less than IoT Hub may take, which gathers feedback for up to 15 s, and that of"
                            + " a device that is away begins after half of the time; set %s or more, or receivers that hear"
                            + " may be renewed",
                    key, canary.feedbackWithin(), CanaryConfig.FEEDBACK_WITHIN_ADVISED);
        }
    }

    @Produces
    @Singleton
    LostFeedback lost(
            @Identifier("default-kafka-broker") Map<String, Object> kafka,
            CollectedHubs hubs,
            MeterRegistry registry,
            Clock clock) {
        return new LostFeedback(kafka, hubs, rules(), registry, clock);
    }

    private LostRules rules() {
        LostConfig lost = config.collector().lost();
        if (config.collector().quietMax().compareTo(lost.overdueBy()) <= 0) {
            throw REFUSALS.because(
                    "downlink.collector.quiet-max: must be longer than downlink.collector.lost.overdue-by,"
                            + " or nothing is ever told as lost");
        }
        if (config.collector().quietMax().compareTo(config.collector().acknowledgedWithin()) <= 0) {
            throw REFUSALS.because(
                    "downlink.collector.quiet-max: must be longer than downlink.collector.acknowledged-within,"
                            + " or a batch that waits for Kafka looks like a quiet receiver, and is delivered again and again");
        }
        return new LostRules(lost.feedbackLife(), lost.overdueBy(), lost.outstandingMax());
    }

    /** What it tells of its end it looks up when it comes to that: the collector has the membership. */
    @Produces
    @Singleton
    Membership membership(
            @Identifier("default-kafka-broker") Map<String, Object> kafka,
            Pipelines pipelines,
            LostFeedback lost,
            Instance<Collector> collector,
            MeterRegistry registry,
            Clock clock) {
        Shift shift = new Shift(pipelines, lost, failure -> collector.get().ended("a pipeline", failure));
        return new Membership(
                kafka, shift, failure -> collector.get().ended("the place in the group", failure), registry, clock);
    }

    private Backoff backoff() {
        return new Backoff(
                config.collector().retry().pauseFirst(),
                config.collector().retry().pauseLongest());
    }
}
