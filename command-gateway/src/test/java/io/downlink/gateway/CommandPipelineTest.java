package io.downlink.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.downlink.contracts.commands.CommandEventReader;
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
import io.downlink.gateway.marks.LogEntry.Mark;
import io.downlink.gateway.offsets.FinishedOffsets;
import io.downlink.gateway.outcome.CommandEvents;
import io.downlink.gateway.outcome.EventMeters;
import io.downlink.gateway.pacing.TestPacers;
import io.downlink.gateway.repeats.RepeatMemory;
import io.downlink.gateway.repeats.RepeatMeters;
import io.downlink.gateway.repeats.Repeats;
import io.downlink.gateway.tenure.Claim;
import io.downlink.gateway.tenure.OpenTenures;
import io.downlink.gateway.tenure.Tenure;
import io.downlink.hub.Enqueued;
import io.downlink.hub.HubCommands;
import io.downlink.hub.MethodCall;
import io.downlink.hub.MethodResult;
import io.downlink.hub.OutgoingMessage;
import io.downlink.service.pauses.Backoff;
import io.downlink.service.pauses.Pauses;
import io.downlink.service.topics.DeadLetters;
import io.downlink.service.topics.OutgoingRecords;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.MultiEmitter;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.smallrye.reactive.messaging.kafka.api.IncomingKafkaRecordMetadata;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The order of things in the pipeline: what is acknowledged when, and that nothing ends the stream. */
class CommandPipelineTest {
    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

    private static final TopicPartition PARTITION = new TopicPartition(Topics.COMMANDS, 0);

    private final List<String> happened = new ArrayList<>();
    private final List<ProducerRecord<byte[], byte[]>> events = new ArrayList<>();
    private final List<UniEmitter<? super Void>> openWrites = new ArrayList<>();
    private final List<UniEmitter<? super MethodResult>> openCalls = new ArrayList<>();
    private final HeldCommands held = new HeldCommands();
    private final CommandPipeline pipeline = pipeline();
    private Tenure tenure = OpenTenures.fresh(PARTITION, Clock.fixed(NOW, ZoneOffset.UTC));
    private final List<MultiEmitter<? super Message<byte[]>>> channel = new ArrayList<>();
    private long offset;
    private boolean writesFail;

    @BeforeEach
    void start() {
        Multi<Message<byte[]>> commands = Multi.createFrom().emitter(channel::add);
        pipeline.carry(commands, 3)
                .subscribe()
                .with(_ -> happened.add("completed"), failure -> happened.add("failed " + failure));
    }

    @Test
    void shouldAcknowledgeOnlyWhenKafkaHasTheEvent() {
        // given
        read("pump-1", method("pump-1"));
        answer();
        assertThat(events).hasSize(1);
        assertThat(happened).isEmpty();
        assertThat(pipeline.unrecorded()).isEqualTo(1);
        // when
        taken();
        // then
        assertThat(happened).containsExactly("acknowledged 0");
        assertThat(pipeline.unrecorded()).isZero();
        assertThat(pipeline.buffered()).isZero();
    }

    @Test
    void shouldHandTheEventOverBeforeTheNextCommandOfTheLaneIsSent() {
        // given
        read("pump-1", method("pump-1"));
        read("pump-1", method("pump-1"));
        assertThat(openCalls).hasSize(1);
        // when
        answer();
        // then
        assertThat(events).hasSize(1);
        assertThat(openCalls).hasSize(2);
    }

    @Test
    void shouldHoldNoMoreRecordsThanItsBound() {
        // when
        for (int i = 0; i < 5; i++) {
            read("pump-" + i, method("pump-" + i));
        }
        // then
        assertThat(pipeline.buffered()).isEqualTo(3);
        answer();
        taken();
        assertThat(pipeline.buffered()).isEqualTo(3);
        assertThat(openCalls).hasSize(4);
    }

    @Test
    void shouldTellAnInvalidRequestWithoutACall() {
        // when
        read("pump-1", "{\"deviceId\": \"pump-1\", \"type\": \"direct-method\", \"deadlin\": 1}");
        taken();
        // then
        assertThat(openCalls).isEmpty();
        assertThat(new String(events.getFirst().value(), UTF_8)).contains("\"invalid\"", "deadlin");
        assertThat(happened).containsExactly("acknowledged 0");
    }

    @Test
    void shouldAcknowledgeADeadLetterOnlyWhenKafkaHasIt() {
        // given
        read("pump-1", "no JSON");
        assertThat(events.getFirst().topic()).isEqualTo(Topics.DEAD_LETTERS);
        assertThat(happened).isEmpty();
        // when
        taken();
        // then
        assertThat(happened).containsExactly("acknowledged 0");
    }

    @Test
    void shouldGoOnAfterADefect() {
        // given
        writesFail = true;
        read("pump-1", method("pump-1"));
        answer();
        writesFail = false;
        // when
        read("pump-2", method("pump-2"));
        openCalls.getLast().complete(new MethodResult(200, "null"));
        taken();
        // then
        assertThat(happened).containsExactly("acknowledged 1");
        assertThat(pipeline.buffered()).isZero();
    }

    @Test
    void shouldAcknowledgeWithoutACallWhatWasToldBefore() {
        // given
        inherit(new FinishedOffsets(1), Map.of());
        // when
        read("pump-1", method("pump-1"));
        read("pump-1", method("pump-1"));
        // then
        assertThat(happened).containsExactly("acknowledged 0");
        assertThat(events).isEmpty();
        assertThat(openCalls).hasSize(1);
    }

    @Test
    void shouldEndInDoubtWithoutACallWhatWasInterrupted() {
        // given
        inherit(new FinishedOffsets(0), Map.of(0L, new Mark(0, "pump-1", NOW.minusSeconds(60))));
        // when
        read("pump-1", method("pump-1"));
        taken();
        // then
        assertThat(new String(events.getFirst().value(), UTF_8)).contains("\"in-doubt\"", "INTERRUPTED");
        assertThat(openCalls).isEmpty();
        assertThat(happened).containsExactly("acknowledged 0");
    }

    @Test
    void shouldTakeBackACommandThatWaitsInItsLaneAtOnceAndInItsOwnName() {
        // given
        read("pump-1", method("pump-1", "c-1"));
        read("pump-1", method("pump-1", "c-2"));
        // when
        read("pump-1", cancel("c-2"));
        // then
        assertThat(new String(events.getFirst().value(), UTF_8)).contains("\"cancelled\"", "\"c-2\"");
        assertThat(happened).isEmpty();
        taken();
        assertThat(happened).containsExactly("acknowledged 1", "acknowledged 2");
        answer();
        assertThat(openCalls).hasSize(1);
        assertThat(held.size()).isOne();
    }

    @Test
    void shouldNotTakeBackACommandWhoseCallIsOpen() {
        // given
        read("pump-1", method("pump-1", "c-1"));
        // when
        read("pump-1", cancel("c-1"));
        // then
        assertThat(new String(events.getFirst().value(), UTF_8)).contains("\"cancel-refused\"", "call is open");
        taken();
        assertThat(happened).containsExactly("acknowledged 1");
    }

    @Test
    void shouldNotTakeBackACommandWhoseCallWasInterrupted() {
        // given
        inherit(new FinishedOffsets(0), Map.of(0L, new Mark(0, "pump-1", NOW.plusSeconds(60))));
        read("pump-1", method("pump-1", "c-1"));
        // when
        read("pump-1", cancel("c-1"));
        // then
        assertThat(new String(events.getFirst().value(), UTF_8)).contains("\"cancel-refused\"", "may have reached");
    }

    @Test
    void shouldRefuseACancelOfWhatIsNotHeld() {
        // given
        read("pump-1", method("pump-1", "c-1"));
        answer();
        taken();
        // when
        read("pump-1", cancel("c-1"));
        // then
        assertThat(new String(events.getLast().value(), UTF_8)).contains("\"cancel-refused\"", "has ended");
        assertThat(held.size()).isZero();
    }

    @Test
    void shouldAnswerARepeatWhenTheFirstHasEndedAndTakeNeitherBackMeanwhile() {
        // given
        read("pump-1", method("pump-1", "c-1"));
        read("pump-1", method("pump-1", "c-1"));
        // when
        read("pump-1", cancel("c-1"));
        answer();
        // then
        assertThat(events).hasSize(3);
        assertThat(new String(events.get(0).value(), UTF_8)).contains("\"cancel-refused\"", "call is open");
        assertThat(new String(events.get(1).value(), UTF_8))
                .contains("\"completed\"", "\"offset\":0")
                .doesNotContain("replayed");
        assertThat(new String(events.get(2).value(), UTF_8))
                .contains("\"completed\"", "\"offset\":1", "\"replayed\":true");
        assertThat(openCalls).hasSize(1);
        openWrites.forEach(write -> write.complete(null));
        assertThat(held.size()).isZero();
    }

    @Test
    void shouldNotTurnAKnownCommandIntoAnInvalidOne() {
        // given
        read("pump-1", method("pump-1", "c-1"));
        // when
        read(
                "pump-1",
                "{\"deviceId\": \"pump-1\", \"commandId\": \"c-1\", \"type\": \"direct-method\", \"deadlin\": 1}");
        assertThat(events).isEmpty();
        answer();
        // then
        assertThat(new String(events.getLast().value(), UTF_8)).contains("\"conflict\"", "\"usedAt\"");
    }

    @Test
    void shouldNotLetAMalformedCancelUseUpTheIdThatItNames() {
        // given
        read("pump-1", "{\"deviceId\": \"pump-1\", \"commandId\": \"c-1\", \"type\": \"cancel\", \"deadlin\": 1}");
        assertThat(new String(events.getFirst().value(), UTF_8))
                .contains("\"cancel-refused\"", "\"final\":false", "deadlin");
        // when
        read("pump-1", method("pump-1", "c-1"));
        // then
        assertThat(openCalls).hasSize(1);
    }

    @Test
    void shouldNotSendWhatIsOlderThanAnythingThatIsKnown() {
        // when
        read("pump-1", method("pump-1"), NOW.minus(Duration.ofDays(2)).minusMillis(1));
        read("pump-1", method("pump-1"), NOW.minus(Duration.ofDays(2)));
        // then
        assertThat(openCalls).isEmpty();
        assertThat(new String(events.get(0).value(), UTF_8)).contains("\"expired\"", "OUTSIDE_WINDOW");
        assertThat(new String(events.get(1).value(), UTF_8))
                .contains("\"expired\"")
                .doesNotContain("reason");
    }

    private static String cancel(String commandId) {
        return """
                {"deviceId": "pump-1", "type": "cancel", "commandId": "%s"}""".formatted(commandId);
    }

    private static String method(String deviceId, String commandId) {
        return """
                {"deviceId": "%s", "commandId": "%s", "type": "direct-method", "method": {"name": "reboot"}}""".formatted(deviceId, commandId);
    }

    private void inherit(FinishedOffsets finished, Map<Long, Mark> interrupted) {
        tenure = OpenTenures.inherited(PARTITION, finished, interrupted, Clock.fixed(NOW, ZoneOffset.UTC));
    }

    private CommandPipeline pipeline() {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
        Hubs hubs = new Hubs(List.of(new Hub("default", new OpenHub(), TestPacers.unpaced(10, clock))));
        Backoff backoff = new Backoff(Duration.ofMillis(1), Duration.ofMillis(1));
        Dispatcher dispatcher = new Dispatcher(
                hubs,
                new RetryPolicy(backoff, backoff, new Random(1)),
                Pauses.byTimer(),
                new TestLease(),
                new CallMeters(registry),
                clock);
        OutgoingRecords topic = new OutgoingRecords(this::write);
        return new CommandPipeline(
                new Intake(
                        new CommandReader(RequestDefaults.STANDARD),
                        new Partitioning(),
                        registry.counter("foreign"),
                        clock),
                held,
                new Repeats(
                        (_, place) -> Uni.createFrom()
                                .item(() -> CommandEventReader.read(
                                        events.get((int) place).value())),
                        new RepeatMeters(registry, new RepeatMemory(Duration.ofHours(1), 1_000, clock)),
                        clock),
                dispatcher,
                new CommandEvents(
                        record -> write(record).map(_ -> (long) events.indexOf(record)),
                        new CommandEventWriter(Topics.COMMAND_EVENTS, CommandEventWriter.GATEWAY, 1_000_000),
                        new EventMeters(registry, Set.of("default"))),
                new DeadLetters(topic, registry),
                registry.counter("read.again"),
                clock);
    }

    private Uni<Void> write(ProducerRecord<byte[], byte[]> record) {
        if (writesFail) {
            // The one failure that is not repeated for ever: here it stands for any defect on the way out.
            return Uni.createFrom().failure(new org.apache.kafka.common.errors.RecordTooLargeException("on purpose"));
        }
        events.add(record);
        return Uni.createFrom().emitter(openWrites::add);
    }

    private void read(String deviceId, String json) {
        read(deviceId, json, NOW);
    }

    private void read(String deviceId, String json, Instant written) {
        long at = offset++;
        ConsumerRecord<byte[], byte[]> record = new ConsumerRecord<>(
                Topics.COMMANDS,
                0,
                at,
                written.toEpochMilli(),
                TimestampType.CREATE_TIME,
                0,
                0,
                deviceId.getBytes(UTF_8),
                json.getBytes(UTF_8),
                new RecordHeaders(),
                java.util.Optional.empty());
        channel.getFirst()
                .emit(Message.of(
                        record.value(),
                        Metadata.of(new IncomingKafkaRecordMetadata<>(record, "commands"), new Claim(tenure, at)),
                        () -> {
                            happened.add("acknowledged " + at);
                            return CompletableFuture.completedFuture(null);
                        }));
    }

    private void answer() {
        openCalls.getFirst().complete(new MethodResult(200, "null"));
    }

    private void taken() {
        openWrites.getFirst().complete(null);
    }

    private static String method(String deviceId) {
        return """
                {"deviceId": "%s", "type": "direct-method", "method": {"name": "reboot"}}""".formatted(deviceId);
    }

    /** A hub whose calls end when the test says so. */
    private final class OpenHub implements HubCommands {
        @Override
        public Uni<MethodResult> invoke(MethodCall call) {
            return Uni.createFrom().emitter(openCalls::add);
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
