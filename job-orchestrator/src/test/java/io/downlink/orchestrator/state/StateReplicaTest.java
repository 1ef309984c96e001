package io.downlink.orchestrator.state;

import static io.downlink.orchestrator.world.Asked.NOW;
import static io.downlink.orchestrator.world.Asked.job;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.downlink.orchestrator.life.Job;
import io.downlink.orchestrator.life.JobState.InHub;
import io.downlink.orchestrator.life.JobState.Kept;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

class StateReplicaTest {
    private static final Job KEPT = job(new Kept(NOW, false, false, 0));
    private static final Job IN_HUB = job(new InHub(NOW, null, null));

    private final Map<String, Job> jobs = new HashMap<>();
    private long offset;

    @Test
    void shouldKnowTheLatestStateAndForgetWhatWasForgotten() {
        apply(StateWriter.write(KEPT));
        apply(StateWriter.write(IN_HUB));
        assertThat(jobs.values()).containsExactly(IN_HUB);
        apply(StateWriter.tombstone(KEPT.id()));
        assertThat(jobs).isEmpty();
    }

    @Test
    void shouldNotCarryOnAnOlderStateWhereTheLatestCannotBeRead() {
        // given
        apply(StateWriter.write(KEPT));
        // when
        ProducerRecord<byte[], byte[]> known = StateWriter.write(IN_HUB);
        apply(new ProducerRecord<>(known.topic(), known.key(), "{\"v\":9}".getBytes(UTF_8)));
        // then
        assertThat(jobs).isEmpty();
    }

    private void apply(ProducerRecord<byte[], byte[]> record) {
        StateReplica.apply(new ConsumerRecord<>(record.topic(), 0, offset++, record.key(), record.value()), jobs);
    }
}
