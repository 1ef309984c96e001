package io.downlink.gateway.outcome;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class EventTopicTest {
    private final MockProducer<byte[], byte[]> producer =
            new MockProducer<>(Cluster.empty(), false, null, new ByteArraySerializer(), new ByteArraySerializer());
    private final Queue<Runnable> threads = new ArrayDeque<>();
    private final EventTopic topic = new EventTopic(producer, threads::add);

    @Test
    void shouldHandOverInTheOrderInWhichItCame() {
        // given
        var _ = write("first");
        var _ = write("second");
        // when
        runAll();
        // then
        assertThat(producer.history())
                .extracting(record -> new String(record.value(), StandardCharsets.UTF_8))
                .containsExactly("first", "second");
    }

    @Test
    void shouldUseOneThreadForAllThatWaits() {
        // when
        var _ = write("first");
        var _ = write("second");
        // then
        assertThat(threads).hasSize(1);
    }

    @Test
    void shouldHandOverWhatComesLater() {
        // given
        var _ = write("first");
        runAll();
        // when
        var _ = write("second");
        runAll();
        // then
        assertThat(producer.history()).hasSize(2);
    }

    @Test
    void shouldTellThePlaceOnceKafkaHasIt() {
        // given
        var _ = write("first");
        CompletableFuture<RecordMetadata> second = write("second");
        runAll();
        producer.completeNext();
        assertThat(second).isNotDone();
        // when
        producer.completeNext();
        // then
        assertThat(second).isCompletedWithValueMatching(place -> place.offset() == 1);
    }

    @Test
    void shouldTellThatKafkaDoesNotTakeIt() {
        // given
        CompletableFuture<RecordMetadata> written = write("first");
        runAll();
        // when
        producer.errorNext(new RecordTooLargeException("too large"));
        // then
        assertThat(written).isCompletedExceptionally();
        assertThat(written.exceptionNow()).isInstanceOf(RecordTooLargeException.class);
    }

    @Test
    void shouldGoOnAfterWhatTheProducerRefuses() {
        // given
        producer.sendException = new IllegalStateException("refused");
        CompletableFuture<RecordMetadata> refused = write("first");
        runAll();
        producer.sendException = null;
        // when
        var _ = write("second");
        runAll();
        // then
        assertThat(refused.exceptionNow()).hasMessage("refused");
        assertThat(producer.history()).hasSize(1);
    }

    @Test
    void shouldCloseItsProducer() {
        // when
        topic.close();
        // then
        assertThat(producer.closed()).isTrue();
    }

    private CompletableFuture<RecordMetadata> write(String text) {
        return topic.write(new ProducerRecord<>("events", 3, null, text.getBytes(StandardCharsets.UTF_8)))
                .subscribeAsCompletionStage();
    }

    private void runAll() {
        for (Runnable next = threads.poll(); next != null; next = threads.poll()) {
            next.run();
        }
    }
}
