package io.downlink.service.topics;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DeadLettersTest {
    private static final int BYTES_MAX = 10;

    private final List<ProducerRecord<byte[], byte[]>> written = new ArrayList<>();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final DeadLetters deadLetters = new DeadLetters(new OutgoingRecords(this::write), registry);

    @Test
    void shouldKeepKeyValueAndHeadersAndSayWhy() {
        // given
        ConsumerRecord<byte[], byte[]> record = record(new byte[] {1}, new byte[] {(byte) 0xff, 0});
        record.headers().add("a", new byte[] {1}).add("a", null);
        // when
        keep(record);
        // then
        ProducerRecord<byte[], byte[]> letter = written.getFirst();
        assertThat(letter.topic()).isEqualTo("downlink.dead-letters");
        assertThat(letter.key()).isEqualTo(record.key());
        assertThat(letter.value()).isEqualTo(record.value());
        assertThat(Arrays.asList(letter.headers().toArray()).subList(0, 2))
                .containsExactly(record.headers().toArray());
        assertThat(header(letter, "dead-letter-reason")).isEqualTo("no device id");
        assertThat(header(letter, "dead-letter-exception-class-name"))
                .isEqualTo(UnreadableRecordException.class.getName());
        assertThat(header(letter, "dead-letter-topic")).isEqualTo("downlink.commands");
        assertThat(header(letter, "dead-letter-partition")).isEqualTo("3");
        assertThat(header(letter, "dead-letter-offset")).isEqualTo("17");
        assertThat(registry.counter("downlink.dead.letters").count()).isEqualTo(1);
    }

    @Test
    void shouldLeaveTheRecordItselfAsItIs() {
        // given
        ConsumerRecord<byte[], byte[]> record = record(null, null);
        // when
        keep(record);
        // then
        assertThat(record.headers().toArray()).isEmpty();
        assertThat(written.getFirst().key()).isNull();
        assertThat(written.getFirst().value()).isNull();
    }

    @Test
    void shouldKeepThePlaceOfWhatIsTooLarge() {
        // when
        keep(record(new byte[] {1}, new byte[BYTES_MAX + 1]));
        // then
        assertThat(written.getLast().value()).isNull();
        assertThat(header(written.getLast(), "dead-letter-reason")).startsWith("no device id (too large");
        assertThat(header(written.getLast(), "dead-letter-offset")).isEqualTo("17");
    }

    private Uni<Void> write(ProducerRecord<byte[], byte[]> record) {
        written.add(record);
        byte[] value = record.value();
        return value != null && value.length > BYTES_MAX
                ? Uni.createFrom().failure(new RecordTooLargeException("on purpose"))
                : Uni.createFrom().voidItem();
    }

    private void keep(ConsumerRecord<byte[], byte[]> record) {
        deadLetters
                .keep(record, new UnreadableRecordException("no device id"))
                .await()
                .atMost(Duration.ofSeconds(30));
    }

    // Kafka's own type has no annotations: key and value may be null.
    @SuppressWarnings("NullAway")
    private static ConsumerRecord<byte[], byte[]> record(byte @Nullable [] key, byte @Nullable [] value) {
        return new ConsumerRecord<>("downlink.commands", 3, 17, key, value);
    }

    private static String header(ProducerRecord<byte[], byte[]> record, String name) {
        Headers headers = record.headers();
        return new String(headers.lastHeader(name).value(), UTF_8);
    }
}
