package io.downlink.collector.startup;

import io.downlink.collector.FeedbackPipeline;
import io.downlink.collector.Pipelines;
import io.downlink.collector.config.CollectorConfig;
import io.downlink.collector.config.DownlinkConfig;
import io.downlink.collector.publishing.FeedbackMeters;
import io.downlink.collector.publishing.FeedbackTopic;
import io.downlink.collector.receiving.Receiver;
import io.downlink.contracts.feedback.FeedbackWriter;
import io.downlink.contracts.topics.Service;
import io.downlink.contracts.topics.Topics;
import io.downlink.hub.HubClient;
import io.downlink.hub.HubFeedback;
import io.downlink.service.pauses.Backoff;
import io.downlink.service.pauses.Pauses;
import io.downlink.service.startup.Refusals;
import io.downlink.service.topics.OutgoingRecords;
import io.downlink.service.topics.TopicsCheck;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.reactive.messaging.MutinyEmitter;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;

/** Puts the collector together. Everything it is made of is made here. */
@Singleton
class Wiring {
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

    /** The buffer has no bound of its own: what can stand in it is one batch for each hub. */
    @Produces
    @Singleton
    OutgoingRecords records(
            @Channel("feedback") @OnOverflow(OnOverflow.Strategy.UNBOUNDED_BUFFER)
                    MutinyEmitter<ProducerRecord<byte[], byte[]>> channel) {
        return new OutgoingRecords(record -> channel.send(record));
    }

    @Produces
    @Singleton
    Pipelines pipelines(OutgoingRecords records, MeterRegistry registry, Clock clock) {
        Map<String, HubClient> hubs = new TreeMap<>();
        config.hubs().forEach((name, hub) -> hubs.put(name, hub.open(name, REFUSALS)));
        return new Pipelines(
                hubs.values().stream().toList(),
                hubs.entrySet().stream()
                        .map(hub -> pipeline(hub.getKey(), hub.getValue(), records, registry, clock))
                        .toList(),
                clock);
    }

    private FeedbackPipeline pipeline(
            String name, HubFeedback hub, OutgoingRecords records, MeterRegistry registry, Clock clock) {
        CollectorConfig collector = config.collector();
        Backoff backoff =
                new Backoff(collector.retry().pauseFirst(), collector.retry().pauseLongest());
        FeedbackMeters meters = new FeedbackMeters(registry, name);
        FeedbackWriter writer = new FeedbackWriter(Topics.FEEDBACK, FeedbackWriter.COLLECTOR);
        return new FeedbackPipeline(
                hub,
                new Receiver(name, backoff, () -> ThreadLocalRandom.current().nextLong(), registry, clock),
                new FeedbackTopic(name, records, writer, meters, clock),
                meters,
                collector.acknowledgedWithin(),
                Pauses.byTimer());
    }
}
