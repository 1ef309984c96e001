package io.downlink.gateway.startup;

import io.downlink.contracts.commands.CommandEventWriter;
import io.downlink.contracts.topics.Topics;
import io.downlink.gateway.config.DownlinkConfig;
import io.downlink.gateway.lease.EventWrites;
import io.downlink.gateway.outcome.CommandEvents;
import io.downlink.gateway.outcome.EventMeters;
import io.downlink.gateway.outcome.EventTopic;
import io.downlink.gateway.tenure.EventPositions;
import io.downlink.service.topics.OutgoingRecords;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executors;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Puts together what tells of commands. There is an event for each command, so that they go to Kafka's producer directly:
 * each step of the way through a channel would be taken once more for every command.
 */
@Singleton
class EventsWiring {
    /** Nothing is ever given up: later events of a device would only overtake. */
    private static final int FOREVER = Integer.MAX_VALUE;

    /** Of a partition: some hundred events. */
    private static final int BATCH_BYTES = 64 * 1024;

    @Produces
    @Singleton
    EventTopic eventTopic(
            @Identifier("default-kafka-broker") Map<String, Object> kafka, Event<Producer<?, ?>> producerMade) {
        Map<String, Object> config = new HashMap<>(kafka);
        config.put(ProducerConfig.CLIENT_ID_CONFIG, "kafka-producer-command-events");
        config.put(ProducerConfig.ACKS_CONFIG, "all");
        config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        // A batch fills while the one before is on its way: it grows with the load, and nothing waits without any.
        config.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        config.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
        config.put(ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES);
        config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, FOREVER);
        config.put(ProducerConfig.RETRIES_CONFIG, FOREVER);
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, FOREVER);
        // As large as the topic takes at least.
        config.put(
                ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                Topics.spec(Topics.COMMAND_EVENTS).maxMessageBytes());
        Producer<byte[], byte[]> producer =
                new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
        producerMade.fire(producer); // its metrics are bound to the registry
        return new EventTopic(
                producer,
                Executors.newThreadPerTaskExecutor(
                        Thread.ofVirtual().name("events-", 0).factory()));
    }

    void close(@Disposes EventTopic topic) {
        topic.close();
    }

    @Produces
    @Singleton
    CommandEvents events(
            EventTopic topic,
            EventPositions positions,
            EventWrites writes,
            MeterRegistry registry,
            DownlinkConfig config) {
        CommandEventWriter writer = new CommandEventWriter(
                Topics.COMMAND_EVENTS,
                CommandEventWriter.GATEWAY,
                Topics.spec(Topics.COMMAND_EVENTS).maxMessageBytes());
        return new CommandEvents(
                record -> writes.watched(
                        partitionOf(record),
                        OutgoingRecords.write(record, once -> writes.tried(placed(topic.write(once), positions)))),
                writer,
                new EventMeters(registry, config.hubs().keySet()));
    }

    private static Uni<Long> placed(Uni<RecordMetadata> written, EventPositions positions) {
        return written.map(taken -> {
            positions.appended(taken.partition(), taken.offset());
            return taken.offset();
        });
    }

    /** An event names its partition: the number of its command's. */
    private static int partitionOf(ProducerRecord<byte[], byte[]> event) {
        return Objects.requireNonNull(event.partition());
    }
}
