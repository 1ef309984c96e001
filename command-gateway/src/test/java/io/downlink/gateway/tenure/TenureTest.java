package io.downlink.gateway.tenure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.downlink.gateway.lanes.Parkings;
import io.downlink.gateway.marks.CommandLog;
import io.downlink.gateway.marks.LogEntry.Mark;
import io.downlink.gateway.marks.LogEntry.NotRun;
import io.downlink.gateway.offsets.FinishedOffsets;
import io.downlink.gateway.offsets.OffsetRange;
import io.downlink.gateway.pacing.NoDayCounts;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TenureTest {
    private static final TopicPartition PARTITION = new TopicPartition("downlink.commands", 3);
    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

    private final EventPositions events = new EventPositions();
    private final Tenure tenure = OpenTenures.with(
            PARTITION,
            new FinishedOffsets(10, List.of(new OffsetRange(12, 14))),
            Map.of(11L, new Mark(11, "pump-1", NOW.plusSeconds(30))),
            events,
            OpenTenures.log(PARTITION),
            CLOCK);

    @Test
    void shouldKnowByItsPlaceWhatBecameOfARecord() {
        assertThat(fate(9)).isEqualTo(new Fate.Finished());
        assertThat(fate(10)).isEqualTo(new Fate.Unknown());
        assertThat(fate(11)).isEqualTo(new Fate.Interrupted(NOW.plusSeconds(30)));
        assertThat(fate(12)).isEqualTo(new Fate.Finished());
        assertThat(fate(14)).isEqualTo(new Fate.Unknown());
    }

    @Test
    void shouldTellKafkaNoMoreThanWhatIsFinishedWithoutAGap() {
        // given
        assertThat(tenure.due()).isEqualTo(OptionalLong.of(10));
        tenure.committed(10);
        fate(10);
        fate(11);
        // when
        tenure.finished(11);
        // then
        assertThat(tenure.due()).isEmpty();
        tenure.finished(10);
        assertThat(tenure.due()).isEqualTo(OptionalLong.of(14));
    }

    @Test
    void shouldHoldItsRecordsUntilThePartitionIsTakenOver() {
        // given
        Tenure waiting = new Tenure(PARTITION, 1, events, Parkings.none(), (_, _) -> {}, new NoDayCounts(), CLOCK);
        // when
        CompletableFuture<Fate> fate = waiting.arrive(0).subscribeAsCompletionStage();
        // then
        assertThat(fate).isNotDone();
        waiting.end();
        assertThat(fate).isCompletedExceptionally();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldLeaveNoTransactionOpenWhenThereIsNothingToNote(boolean closing) {
        // given
        MockProducer<byte[], byte[]> producer =
                new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
        producer.initTransactions();
        CommandLog log = new CommandLog(producer, 3, List.of(), Runnable::run, _ -> {});
        Tenure quiet = OpenTenures.with(PARTITION, new FinishedOffsets(0), Map.of(), events, log, CLOCK);
        quiet.checkpointNowAndThen().await().indefinitely();
        quiet.notRun(new NotRun(0, "pump-1"));
        assertThat(producer.uncommittedRecords()).hasSize(1);
        if (closing) {
            quiet.close();
        }
        // when
        quiet.checkpointNowAndThen().await().indefinitely();
        // then
        assertThat(producer.uncommittedRecords()).isEmpty();
        assertThat(producer.history()).hasSize(2);
    }

    @Test
    void shouldBeginNoCallOnceItCloses() {
        // given
        fate(10);
        tenure.close();
        // then
        assertThatThrownBy(() -> tenure.callBegins(10)).isInstanceOf(TenureOverException.class);
    }

    @Test
    void shouldAwaitWhatIsBeingCalled() throws InterruptedException {
        // given
        fate(10);
        var _ = tenure.callBegins(10);
        Thread waiting = Thread.ofVirtual().start(() -> {
            try {
                tenure.awaitQuiet(NOW.plusSeconds(60));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        assertThat(waiting.isAlive()).isTrue();
        // when
        tenure.finished(10);
        // then
        assertThat(waiting.join(Duration.ofSeconds(30))).isTrue();
    }

    @Test
    void shouldLetOnlyAnAnswerBeToldOnceItIsOver() {
        // given
        tenure.end();
        // then
        assertThat(tenure.mayTell(10, true)).isTrue();
        assertThat(tenure.mayTell(10, false)).isFalse();
        assertThat(tenure.due()).isEmpty();
    }

    @Test
    void shouldNoteWhereTheEventsStandOfWhatIsNotFinishedYet() {
        // given
        events.appended(3, 119);
        fate(10);
        assertThat(tenure.mayTell(10, true)).isTrue();
        events.appended(3, 120);
        // then
        assertThat(tenure.currentCheckpoint().eventsFrom()).isEqualTo(120);
        tenure.finished(10);
        assertThat(tenure.currentCheckpoint().eventsFrom()).isEqualTo(121);
        assertThat(tenure.currentCheckpoint().position()).isEqualTo(11);
        assertThat(tenure.currentCheckpoint().finished()).containsExactly(new OffsetRange(12, 14));
    }

    private Fate fate(long offset) {
        return tenure.arrive(offset).await().indefinitely();
    }
}
