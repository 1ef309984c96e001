package io.downlink.service.topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

class OutgoingRecordsTest {
    private static final ProducerRecord<byte[], byte[]> RECORD = new ProducerRecord<>("topic", new byte[] {1});

    private final Deque<RuntimeException> failures = new ArrayDeque<>();
    private final List<ProducerRecord<byte[], byte[]>> written = new ArrayList<>();
    private final OutgoingRecords records = new OutgoingRecords(record -> {
        written.add(record);
        return failures.isEmpty()
                ? Uni.createFrom().voidItem()
                : Uni.createFrom().failure(failures.remove());
    });

    @Test
    void shouldWriteOnceWhatIsTaken() {
        // when
        write();
        // then
        assertThat(written).containsExactly(RECORD);
    }

    @Test
    void shouldWriteAgainUntilItIsTaken() {
        // given
        failures.add(new TimeoutException("on purpose"));
        failures.add(new IllegalStateException("on purpose"));
        // when
        write();
        // then
        assertThat(written).containsExactly(RECORD, RECORD, RECORD);
    }

    @Test
    void shouldNotRepeatWhatIsTooLarge() {
        // given
        failures.add(new RecordTooLargeException("on purpose"));
        // when, then
        assertThatThrownBy(this::write).isInstanceOf(RecordTooLargeException.class);
        assertThat(written).hasSize(1);
    }

    @Test
    void shouldWriteNothingBeforeSomebodyWaits() {
        // when
        Uni<Void> unused = records.write(RECORD);
        // then
        assertThat(unused).isNotNull();
        assertThat(written).isEmpty();
    }

    private void write() {
        records.write(RECORD).await().atMost(Duration.ofSeconds(30));
    }
}
