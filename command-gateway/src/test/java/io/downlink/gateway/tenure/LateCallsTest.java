package io.downlink.gateway.tenure;

import static org.assertj.core.api.Assertions.assertThat;

import io.downlink.contracts.commands.Ack;
import io.downlink.contracts.commands.CommandId;
import io.downlink.contracts.commands.CommandRequest.Body;
import io.downlink.contracts.commands.CommandRequest.CloudToDevice;
import io.downlink.contracts.commands.CommandRequest.Command;
import io.downlink.contracts.commands.CommandRequest.Message;
import io.downlink.contracts.commands.CommandRequest.Terms;
import io.downlink.contracts.commands.Delivery;
import io.downlink.contracts.commands.WhenOffline;
import io.downlink.contracts.requests.Priority;
import io.downlink.gateway.dispatch.Leave;
import io.downlink.gateway.dispatch.LeaveRefusedException;
import io.downlink.gateway.lanes.LaneKey;
import io.downlink.gateway.marks.CommandLog;
import io.downlink.gateway.marks.LogEntry;
import io.downlink.gateway.marks.LogEntry.Checkpoint;
import io.downlink.gateway.marks.LogEntry.LateCall;
import io.downlink.gateway.marks.LogEntryJson;
import io.downlink.gateway.offsets.FinishedOffsets;
import io.downlink.gateway.pacing.NoDayCounts;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Calls that were given up in doubt, by this owner of a partition or the one before. */
class LateCallsTest {
    private static final TopicPartition PARTITION = new TopicPartition("downlink.commands", 3);
    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
    private static final Duration LEFT = Duration.ofSeconds(45);

    private final MockProducer<byte[], byte[]> producer =
            new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
    private final Queue<Runnable> threads = new ArrayDeque<>();
    private final CommandLog log = new CommandLog(producer, 3, List.of(), threads::add, _ -> {});
    private final Tenure tenure =
            OpenTenures.with(PARTITION, new FinishedOffsets(0), Map.of(), new EventPositions(), log, CLOCK);

    @BeforeEach
    void initialise() {
        producer.initTransactions();
    }

    @ParameterizedTest
    @EnumSource
    void shouldKeepTheLanesNextCallAwayAndNoOthers(Delivery delivery) {
        // when
        var _ = leave(tenure, 0, "pump-1", Delivery.AT_MOST_ONCE)
                .mayArrive(NOW.plus(LEFT))
                .subscribeAsCompletionStage();
        // then
        assertThat(leave(tenure, 1, "pump-1", delivery).earlierCallLeft()).isEqualTo(LEFT);
        assertThat(leave(tenure, 2, "pump-2", delivery).earlierCallLeft()).isZero();
    }

    @Test
    void shouldBeNotedBeforeItIsToldOf() {
        // when
        CompletableFuture<Void> noted = leave(tenure, 0, "pump-1", Delivery.AT_LEAST_ONCE)
                .mayArrive(NOW.plus(LEFT))
                .subscribeAsCompletionStage();
        // then
        assertThat(noted).isNotDone();
        runAll();
        assertThat(noted).isCompleted();
        assertThat(written()).containsExactly(lateCall(LEFT));
    }

    @Test
    void shouldRefuseToTellOfOneThatAnotherOwnerKnowsNothingOf() {
        // given
        producer.fenceProducer();
        // when
        CompletableFuture<Void> noted = leave(tenure, 0, "pump-1", Delivery.AT_MOST_ONCE)
                .mayArrive(NOW.plus(LEFT))
                .subscribeAsCompletionStage();
        runAll();
        // then
        assertThat(noted.exceptionNow()).isInstanceOf(LeaveRefusedException.class);
    }

    @Test
    void shouldKeepTheLanesNextCallAwayFromOneThatTheOwnerBeforeGaveUp() {
        // given
        tenure.lateCalls().mayArrive(lateCall(LEFT));
        tenure.lateCalls().mayArrive(lateCall(Duration.ofSeconds(20)));
        Checkpoint checkpoint = tenure.currentCheckpoint();
        assertThat(checkpoint.lateCalls()).containsExactly(lateCall(LEFT));
        // when
        Tenure next = OpenTenures.after(PARTITION, checkpoint, log, new NoDayCounts(), CLOCK);
        // then
        assertThat(leave(next, 1, "pump-1", Delivery.AT_MOST_ONCE).earlierCallLeft())
                .isEqualTo(LEFT);
        assertThat(next.currentCheckpoint().lateCalls()).containsExactly(lateCall(LEFT));
    }

    @Test
    void shouldForgetOneThatHasArrived() {
        // when
        tenure.lateCalls().mayArrive(lateCall(Duration.ZERO));
        // then
        assertThat(leave(tenure, 1, "pump-1", Delivery.AT_MOST_ONCE).earlierCallLeft())
                .isZero();
        assertThat(tenure.currentCheckpoint().lateCalls()).isEmpty();
    }

    private List<LogEntry> written() {
        return producer.uncommittedRecords().stream()
                .map(record -> LogEntryJson.read(record.value()).orElseThrow())
                .toList();
    }

    private void runAll() {
        for (Runnable next = threads.poll(); next != null; next = threads.poll()) {
            next.run();
        }
    }

    private static LateCall lateCall(Duration left) {
        return new LateCall(LaneKey.of(id("pump-1").lane()), NOW.plus(left));
    }

    private static Leave leave(Tenure tenure, long offset, String device, Delivery delivery) {
        Command command = new CloudToDevice(
                id(device),
                new Message(new Body.Text("on"), null, null, Map.of(), Ack.FULL, null),
                new Terms(NOW.plusSeconds(60), delivery, 3, WhenOffline.FAIL, Priority.INTERACTIVE));
        return new Claim(tenure, offset).leaveFor(command);
    }

    private static CommandId id(String device) {
        return new CommandId("default", device, null, "c-1");
    }
}
