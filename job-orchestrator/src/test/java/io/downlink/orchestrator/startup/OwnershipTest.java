package io.downlink.orchestrator.startup;

import static org.assertj.core.api.Assertions.assertThat;

import io.downlink.contracts.topics.Topics;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

class OwnershipTest {
    private static final List<TopicPartition> JOBS = List.of(new TopicPartition(Topics.JOBS, 0));

    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
    private final List<String> happened = new ArrayList<>();

    @Test
    void shouldWorkWhileItOwnsThePartition() {
        // given
        Ownership ownership = ownership(() -> happened.add("begin"));
        // when, then
        ownership.onPartitionsAssigned(consumer, JOBS);
        assertThat(ownership.works()).isTrue();
        assertThat(ownership.joined()).isTrue();
        ownership.onPartitionsLost(consumer, JOBS);
        assertThat(ownership.works()).isFalse();
        assertThat(ownership.joined()).isTrue();
        assertThat(happened).containsExactly("begin", "end");
    }

    @Test
    void shouldStandByWithoutThePartition() {
        // given
        Ownership ownership = ownership(() -> happened.add("begin"));
        // when
        ownership.onPartitionsAssigned(consumer, List.of());
        // then
        assertThat(ownership.works()).isFalse();
        assertThat(ownership.joined()).isTrue();
        assertThat(happened).isEmpty();
    }

    @Test
    void shouldEndTheProcessAndNotLookReadyWhenTheStateCannotBeRead() {
        // given
        Ownership ownership = ownership(() -> {
            throw new TimeoutException("brokers restart");
        });
        // when: and it is polled once more, for which nothing is new
        ownership.onPartitionsAssigned(consumer, JOBS);
        ownership.onPartitionsAssigned(consumer, List.of());
        // then
        assertThat(ownership.works()).isFalse();
        assertThat(ownership.joined()).isFalse();
        assertThat(happened).containsExactly("failed: brokers restart");
    }

    private Ownership ownership(Runnable begin) {
        return new Ownership(
                begin, () -> happened.add("end"), failure -> happened.add("failed: " + failure.getMessage()));
    }
}
