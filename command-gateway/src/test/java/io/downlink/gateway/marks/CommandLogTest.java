package io.downlink.gateway.marks;

import static org.assertj.core.api.Assertions.assertThat;

import io.downlink.gateway.marks.LogEntry.Checkpoint;
import io.downlink.gateway.marks.LogEntry.Mark;
import io.downlink.gateway.marks.LogEntry.NotRun;
import io.downlink.service.topics.TransactionalRecords.NotWrittenException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CommandLogTest {
    private static final Instant THEN = Instant.parse("2026-11-21T10:00:40Z");

    private final MockProducer<byte[], byte[]> producer =
            new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
    private final Queue<Runnable> threads = new ArrayDeque<>();
    private final List<Throwable> broken = new ArrayList<>();
    private final CommandLog log = new CommandLog(producer, 3, List.of(mark(7)), threads::add, broken::add);

    @BeforeEach
    void initialise() {
        producer.initTransactions();
    }

    @Test
    void shouldTakeAMarkAsWrittenWhenKafkaHasAcknowledgedIt() {
        // given
        CompletableFuture<Void> first = log.append(mark(10)).subscribeAsCompletionStage();
        CompletableFuture<Void> second = log.append(mark(11)).subscribeAsCompletionStage();
        assertThat(first).isNotDone();
        // when
        runAll();
        // then
        assertThat(first).isCompleted();
        assertThat(second).isCompleted();
        assertThat(producer.uncommittedRecords()).hasSize(2).allMatch(record -> record.partition() == 3);
        // when
        CompletableFuture<Void> committed = log.commit().subscribeAsCompletionStage();
        runAll();
        // then
        assertThat(committed).isCompleted();
        assertThat(producer.history()).hasSize(2);
    }

    @Test
    void shouldKnowWhichCallsMayBeOpen() {
        // given
        appendAll(mark(10), mark(11), mark(12));
        // when
        appendAll(new NotRun(11, "pump-1"));
        log.finished(12);
        // then
        assertThat(log.open()).containsExactlyInAnyOrder(mark(7), mark(10));
    }

    @Test
    void shouldMakeACheckpointWhenItsTurnComesAndCommitIt() {
        // given
        var mark = log.append(mark(10)).subscribeAsCompletionStage();
        var checkpoint = log.checkpoint(() ->
                        new Checkpoint("topic-1", 0, List.of(), log.open(), List.of(), 0, 0, List.of(), List.of()))
                .subscribeAsCompletionStage();
        // when
        runAll();
        // then
        assertThat(mark).isCompleted();
        assertThat(checkpoint).isCompleted();
        Checkpoint written = (Checkpoint)
                LogEntryJson.read(producer.history().getLast().value()).orElseThrow();
        assertThat(written.marks()).containsExactlyInAnyOrder(mark(7), mark(10));
    }

    @Test
    void shouldAppendNothingMoreOnceAnotherOwnerHasTakenOver() {
        // given
        appendAll(mark(10));
        producer.fenceProducer();
        // when
        CompletableFuture<Void> fenced = append(mark(11));
        CompletableFuture<Void> later = append(mark(12));
        // then
        assertThat(fenced).isCompletedExceptionally();
        assertThat(fenced.exceptionNow()).isInstanceOf(NotWrittenException.class);
        assertThat(later).isCompletedExceptionally();
        assertThat(producer.uncommittedRecords()).hasSize(1);
        assertThat(broken).hasSize(1);
    }

    @Test
    void shouldBreakNothingWhenItIsClosed() {
        // given
        log.close();
        // then
        assertThat(append(mark(10))).isCompletedExceptionally();
        assertThat(broken).isEmpty();
    }

    private void appendAll(LogEntry... entries) {
        for (LogEntry entry : entries) {
            assertThat(append(entry)).isCompleted();
        }
    }

    private CompletableFuture<Void> append(LogEntry entry) {
        CompletableFuture<Void> appended = log.append(entry).subscribeAsCompletionStage();
        runAll();
        return appended;
    }

    private void runAll() {
        for (Runnable next = threads.poll(); next != null; next = threads.poll()) {
            next.run();
        }
    }

    private static Mark mark(long offset) {
        return new Mark(offset, "pump-1", THEN);
    }
}
