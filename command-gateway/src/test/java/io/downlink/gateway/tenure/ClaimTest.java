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
import io.downlink.gateway.marks.CommandLog;
import io.downlink.gateway.offsets.FinishedOffsets;
import java.time.Clock;
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

/** When a command may be called. */
class ClaimTest {
    private static final TopicPartition PARTITION = new TopicPartition("downlink.commands", 3);
    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

    private final MockProducer<byte[], byte[]> producer =
            new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
    private final Queue<Runnable> threads = new ArrayDeque<>();
    private final CommandLog log = new CommandLog(producer, 3, List.of(), threads::add, _ -> {});
    private final Tenure tenure = OpenTenures.with(
            PARTITION, new FinishedOffsets(0), Map.of(), new EventPositions(), log, Clock.fixed(NOW, ZoneOffset.UTC));
    private final Claim claim = new Claim(tenure, 0);

    @BeforeEach
    void initialise() {
        producer.initTransactions();
    }

    @Test
    void shouldGiveLeaveUnderAtMostOnceOnlyWhenKafkaHasTheMark() {
        // when
        CompletableFuture<Void> leave = ask(Delivery.AT_MOST_ONCE);
        // then
        assertThat(leave).isNotDone();
        runAll();
        assertThat(leave).isCompleted();
        assertThat(producer.uncommittedRecords()).hasSize(1);
        assertThat(log.open()).hasSize(1);
    }

    @Test
    void shouldGiveNoLeaveWhenAnotherOwnerHasTakenOver() {
        // given
        producer.fenceProducer();
        // when
        CompletableFuture<Void> leave = ask(Delivery.AT_MOST_ONCE);
        runAll();
        // then
        assertThat(leave).isCompletedExceptionally();
        assertThat(leave.exceptionNow()).isInstanceOf(LeaveRefusedException.class);
    }

    @Test
    void shouldGiveNoLeaveWhenThePartitionWentBeforeKafkaHadTheMark() {
        // given
        CompletableFuture<Void> leave = ask(Delivery.AT_MOST_ONCE);
        tenure.end();
        // when
        runAll();
        // then
        assertThat(leave).isCompletedExceptionally();
        assertThat(leave.exceptionNow()).isInstanceOf(LeaveRefusedException.class);
    }

    @Test
    void shouldNoteThatTheCallDidNotRun() {
        // given
        Leave leave = claim.leaveFor(command(Delivery.AT_MOST_ONCE));
        CompletableFuture<Void> asked = leave.toCall(NOW).subscribeAsCompletionStage();
        runAll();
        assertThat(asked).isCompleted();
        // when
        leave.handBack();
        runAll();
        // then
        assertThat(log.open()).isEmpty();
        assertThat(producer.uncommittedRecords()).hasSize(2);
    }

    @Test
    void shouldReserveBeforeTheFirstCallWithoutAMark() {
        // when
        CompletableFuture<Void> leave = ask(Delivery.AT_LEAST_ONCE);
        CompletableFuture<Void> another = askAt(999);
        // then
        assertThat(leave).isNotDone();
        assertThat(another).isNotDone();
        assertThat(tenure.currentCheckpoint().reservedBelow()).isEqualTo(1_000);
        runAll();
        assertThat(leave).isCompleted();
        assertThat(another).isCompleted();
        assertThat(producer.uncommittedRecords()).hasSize(1);
        assertThat(log.open()).isEmpty();
    }

    @Test
    void shouldReserveForManyCallsAtOnce() {
        // given
        var _ = ask(Delivery.AT_LEAST_ONCE);
        runAll();
        // then
        assertThat(askAt(999)).isCompleted();
        assertThat(threads).isEmpty();
        assertThat(askAt(1_000)).isNotDone();
    }

    @Test
    void shouldGiveNoLeaveWithoutAMarkWhenAnotherOwnerHasTakenOver() {
        // given
        producer.fenceProducer();
        // when
        CompletableFuture<Void> leave = ask(Delivery.AT_LEAST_ONCE);
        runAll();
        // then
        assertThat(leave).isCompletedExceptionally();
        assertThat(leave.exceptionNow()).isInstanceOf(LeaveRefusedException.class);
    }

    @Test
    void shouldGiveNoLeaveWithoutAMarkWhenThePartitionWentBeforeKafkaHadTheMark() {
        // given
        CompletableFuture<Void> leave = ask(Delivery.AT_LEAST_ONCE);
        tenure.end();
        // when
        runAll();
        // then
        assertThat(leave).isCompletedExceptionally();
        assertThat(leave.exceptionNow()).isInstanceOf(LeaveRefusedException.class);
    }

    @Test
    void shouldTellThatAnEarlierOwnerMayHaveCalledWithoutAMark() {
        Tenure inherited = OpenTenures.with(
                PARTITION,
                new FinishedOffsets(0),
                Map.of(),
                new EventPositions(),
                5,
                log,
                Clock.fixed(NOW, ZoneOffset.UTC));

        assertThat(new Claim(inherited, 4)
                        .leaveFor(command(Delivery.AT_LEAST_ONCE))
                        .mayHaveBeenCalled())
                .isTrue();
        assertThat(new Claim(inherited, 5)
                        .leaveFor(command(Delivery.AT_LEAST_ONCE))
                        .mayHaveBeenCalled())
                .isFalse();
        assertThat(new Claim(inherited, 4)
                        .leaveFor(command(Delivery.AT_MOST_ONCE))
                        .mayHaveBeenCalled())
                .isFalse();
    }

    private CompletableFuture<Void> askAt(long offset) {
        return new Claim(tenure, offset)
                .leaveFor(command(Delivery.AT_LEAST_ONCE))
                .toCall(NOW)
                .subscribeAsCompletionStage();
    }

    private CompletableFuture<Void> ask(Delivery delivery) {
        return claim.leaveFor(command(delivery)).toCall(NOW).subscribeAsCompletionStage();
    }

    private void runAll() {
        for (Runnable next = threads.poll(); next != null; next = threads.poll()) {
            next.run();
        }
    }

    private static Command command(Delivery delivery) {
        return new CloudToDevice(
                new CommandId("default", "pump-1", null, "c-1"),
                new Message(new Body.Text("on"), null, null, Map.of(), Ack.FULL, null),
                new Terms(NOW.plusSeconds(60), delivery, 3, WhenOffline.FAIL, Priority.INTERACTIVE));
    }
}
