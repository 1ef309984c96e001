package io.downlink.gateway;

import io.downlink.contracts.commands.CommandEventWriter;
import io.downlink.contracts.commands.CommandReader;
import io.downlink.contracts.commands.RequestDefaults;
import io.downlink.contracts.topics.Topics;
import io.downlink.gateway.cancelling.HeldCommands;
import io.downlink.gateway.dispatch.CallMeters;
import io.downlink.gateway.dispatch.Dispatcher;
import io.downlink.gateway.dispatch.Hub;
import io.downlink.gateway.dispatch.Hubs;
import io.downlink.gateway.dispatch.RetryPolicy;
import io.downlink.gateway.dispatch.TestLease;
import io.downlink.gateway.intake.Intake;
import io.downlink.gateway.intake.Partitioning;
import io.downlink.gateway.lanes.ParkedPlace;
import io.downlink.gateway.lanes.Parking;
import io.downlink.gateway.outcome.CommandEvents;
import io.downlink.gateway.outcome.EventMeters;
import io.downlink.gateway.pacing.TestPacers;
import io.downlink.gateway.repeats.RepeatMemory;
import io.downlink.gateway.repeats.RepeatMeters;
import io.downlink.gateway.repeats.Repeats;
import io.downlink.gateway.takeover.Inheritance;
import io.downlink.gateway.tenure.Claim;
import io.downlink.gateway.tenure.EventPositions;
import io.downlink.gateway.tenure.OpenTenures;
import io.downlink.gateway.tenure.Tenure;
import io.downlink.hub.Enqueued;
import io.downlink.hub.HubCommands;
import io.downlink.hub.HubException;
import io.downlink.hub.HubFailure.DeviceNotOnline;
import io.downlink.hub.HubFailure.Evidence;
import io.downlink.hub.MethodCall;
import io.downlink.hub.MethodResult;
import io.downlink.hub.OutgoingMessage;
import io.downlink.service.pauses.Backoff;
import io.downlink.service.topics.DeadLetters;
import io.downlink.service.topics.OutgoingRecords;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.MultiEmitter;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.smallrye.reactive.messaging.kafka.api.IncomingKafkaRecordMetadata;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;

/**
 * One gateway with one partition, all of it real but the ends: Kafka and the hub do what a test tells them to, when it
 * tells them.
 */
final class OneReplica {
    static final TopicPartition PARTITION = new TopicPartition(Topics.COMMANDS, 0);
    private static final int BUFFERED_MAX = 6;

    /** Calls to the hub that are open, in the order in which they began. */
    final List<OpenCall> calls = new ArrayList<>();
    /** Events on their way, in their order. */
    final Queue<OpenWrite> writes = new ArrayDeque<>();
    /** Parked commands that are to be read again. */
    final Queue<ParkedPlace> wanted = new ArrayDeque<>();

    final Tenure tenure;
    final CommandPipeline pipeline;
    private final List<MultiEmitter<? super Message<byte[]>>> channel = new ArrayList<>();
    private final EventPositions positions = new EventPositions();
    private final HeldCommands held = new HeldCommands();

    record OpenCall(MethodCall call, UniEmitter<? super MethodResult> answer) {
        void fail() {
            answer.fail(new HubException(new DeviceNotOnline(new Evidence("offline", 404103, null)), null));
        }
    }

    record OpenWrite(ProducerRecord<byte[], byte[]> record, UniEmitter<? super Long> written) {}

    OneReplica(Inheritance inheritance, Parking parking, TestTime time, KafkaModel kafka) {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        Hubs hubs = new Hubs(List.of(new Hub("default", new TestHub(), TestPacers.unpaced(3, time))));
        Backoff backoff = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(5));
        Dispatcher dispatcher = new Dispatcher(
                hubs,
                new RetryPolicy(backoff, backoff, new Random(1)),
                time,
                new TestLease(),
                new CallMeters(registry),
                time);
        OutgoingRecords deadLetters = new OutgoingRecords(record -> {
            throw new AssertionError("no dead letter is written here");
        });
        this.pipeline = new CommandPipeline(
                new Intake(
                        new CommandReader(RequestDefaults.STANDARD),
                        new Partitioning(),
                        registry.counter("foreign"),
                        time),
                held,
                new Repeats(
                        (_, offset) -> Uni.createFrom().item(Optional.of(kafka.event(offset))),
                        new RepeatMeters(registry, new RepeatMemory(Duration.ofHours(1), 1_000, time)),
                        time),
                dispatcher,
                new CommandEvents(
                        record -> Uni.createFrom().emitter(written -> writes.add(new OpenWrite(record, written))),
                        new CommandEventWriter(Topics.COMMAND_EVENTS, CommandEventWriter.GATEWAY, 1_000_000),
                        new EventMeters(registry, Set.of("default"))),
                new DeadLetters(deadLetters, registry),
                registry.counter("read.again"),
                time);
        Multi<Message<byte[]>> commands = Multi.createFrom().emitter(channel::add);
        pipeline.carry(commands, BUFFERED_MAX).subscribe().with(_ -> {}, failure -> {
            throw new AssertionError("the stream failed", failure);
        });
        this.tenure = OpenTenures.parking(
                PARTITION, inheritance, positions, parking, (_, places) -> wanted.addAll(places), time);
    }

    boolean hasRoom() {
        return pipeline.buffered() < BUFFERED_MAX;
    }

    void receive(ConsumerRecord<byte[], byte[]> record) {
        Claim claim = new Claim(tenure, record.offset());
        channel.getFirst()
                .emit(Message.of(
                        record.value(),
                        Metadata.of(new IncomingKafkaRecordMetadata<>(record, "commands"), claim),
                        () -> {
                            claim.acknowledged();
                            return CompletableFuture.completedFuture(null);
                        }));
    }

    void readAgain(ConsumerRecord<byte[], byte[]> record) {
        pipeline.goOn(record, new Claim(tenure, record.offset()));
    }

    /** The broker has taken an event, and says so. */
    void acknowledge(OpenWrite write, long offset) {
        positions.appended(0, offset);
        write.written().complete(offset);
    }

    private final class TestHub implements HubCommands {
        @Override
        public Uni<MethodResult> invoke(MethodCall call) {
            return Uni.createFrom().emitter(answer -> calls.add(new OpenCall(call, answer)));
        }

        @Override
        public Uni<Enqueued> send(OutgoingMessage message) {
            throw new AssertionError("no message is sent here");
        }

        @Override
        public void close() {
            // nothing to free
        }
    }
}
