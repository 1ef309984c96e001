package io.downlink.service.topics;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.downlink.service.topics.TransactionalRecords.NotWrittenException;
import io.smallrye.mutiny.Uni;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TransactionalRecordsTest {
    private final MockProducer<byte[], byte[]> producer =
            new MockProducer<>(false, null, new ByteArraySerializer(), new ByteArraySerializer()) {
                @Override
                public synchronized void flush() {
                    onFlush.run();
                    super.flush();
                }
            };
    private Runnable onFlush = () -> {};
    private final List<String> endedBeforeAcknowledgement = new ArrayList<>();
    private final Queue<Runnable> threads = new ArrayDeque<>();
    private final List<Throwable> broken = new ArrayList<>();
    private final List<String> ended = new ArrayList<>();
    private final TransactionalRecords records = new TransactionalRecords(producer, threads::add, broken::add);

    @BeforeEach
    void initialise() {
        producer.initTransactions();
    }

    @Test
    void shouldCommitInOneTransactionWhatWasWrittenWhileAnotherWasOnItsWay() {
        // given
        write("a", 2);
        write("b", 1);
        assertThat(producer.history()).isEmpty();
        // when
        runAll();
        // then
        assertThat(producer.history()).hasSize(3);
        assertThat(producer.commitCount()).isEqualTo(1);
        assertThat(ended).containsExactly("a", "b");
    }

    @Test
    void shouldAppendWithoutACommitUntilSomethingIsWritten() {
        // when
        append("a");
        append("b");
        runAll();
        // then
        assertThat(ended).containsExactly("a", "b");
        assertThat(producer.uncommittedRecords()).hasSize(2);
        assertThat(producer.commitCount()).isZero();
        // when
        append("c");
        write("d", 1);
        runAll();
        // then
        assertThat(ended).containsExactly("a", "b", "c", "d");
        assertThat(producer.history()).hasSize(4);
        assertThat(producer.commitCount()).isEqualTo(1);
    }

    @Test
    void shouldCommitWhatWasAppendedAndNothingWhereNothingWas() {
        // given
        append("a");
        runAll();
        // when
        records.commit().subscribe().with(_ -> ended.add("committed"));
        runAll();
        records.commit().subscribe().with(_ -> ended.add("committed again"));
        runAll();
        // then
        assertThat(ended).containsExactly("a", "committed", "committed again");
        assertThat(producer.history()).hasSize(1);
        assertThat(producer.commitCount()).isEqualTo(1);
    }

    @Test
    void shouldGoOnOnlyWhenKafkaHasAcknowledgedWhatIsAppended() {
        // given
        onFlush = () -> {
            endedBeforeAcknowledgement.addAll(ended);
            assertThat(producer.completeNext()).isTrue();
        };
        // when
        append("a");
        runAll();
        // then
        assertThat(endedBeforeAcknowledgement).isEmpty();
        assertThat(ended).containsExactly("a");
    }

    @Test
    void shouldFailWhereKafkaRefusesWhatIsAppended() {
        // given
        onFlush = () -> producer.errorNext(new InvalidProducerEpochException("another writer"));
        // when
        append("a");
        runAll();
        append("b");
        runAll();
        // then
        assertThat(ended).containsExactly("a failed", "b failed");
        assertThat(broken).singleElement().isInstanceOf(InvalidProducerEpochException.class);
    }

    @Test
    void shouldFailAndSayOnceThatItIsBrokenWhenAnotherWriterCameLater() {
        // given
        producer.fenceProducer();
        // when
        write("a", 1);
        runAll();
        write("b", 1);
        runAll();
        // then
        assertThat(ended).containsExactly("a failed", "b failed");
        assertThat(producer.history()).isEmpty();
        assertThat(broken).singleElement().isInstanceOf(ProducerFencedException.class);
    }

    @Test
    void shouldCommitNothingOnceItIsClosedAndNotCallThatBroken() {
        // given
        write("a", 1);
        // when
        records.close();
        runAll();
        // then
        assertThat(ended).containsExactly("a failed");
        assertThat(broken).isEmpty();
    }

    private void write(String name, int count) {
        List<ProducerRecord<byte[], byte[]>> some = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            some.add(new ProducerRecord<>("topic", name.getBytes(UTF_8)));
        }
        note(name, records.write(() -> some));
    }

    private void append(String name) {
        note(name, records.append(() -> List.of(new ProducerRecord<>("topic", name.getBytes(UTF_8)))));
    }

    private void note(String name, Uni<Void> write) {
        write.subscribe().with(_ -> ended.add(name), failure -> {
            assertThat(failure).isInstanceOf(NotWrittenException.class);
            ended.add(name + " failed");
        });
    }

    private void runAll() {
        for (Runnable next = threads.poll(); next != null; next = threads.poll()) {
            next.run();
        }
    }
}
