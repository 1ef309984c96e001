package io.downlink.orchestrator.startup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.downlink.contracts.jobs.JobEvent;
import io.downlink.contracts.jobs.JobId;
import io.downlink.contracts.topics.Topics;
import io.downlink.orchestrator.state.Jobs;
import io.downlink.orchestrator.state.StateReplica;
import io.downlink.orchestrator.state.WorkerTransactions;
import io.downlink.orchestrator.work.Nudges;
import io.downlink.orchestrator.work.Turns;
import io.downlink.orchestrator.world.Bench;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60) // what is tested here would hang
class TakeoverTest {
    private static final TopicPartition STATE = new TopicPartition(Topics.JOB_STATE, 0);

    private final Bench bench = new Bench();
    private final Jobs jobs = new Jobs();
    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");

    @Test
    void shouldWorkWhenTheStateIsRead() {
        // given
        stateEndsAt(0);
        // when
        takeover(new SlowProducer(CompletableFuture.completedFuture(null)), Duration.ofSeconds(30))
                .begin();
        // then
        assertThat(jobs.isOpen()).isTrue();
    }

    @Test
    void shouldGiveUpAndShutOutNobodyWhenKafkaDoesNotAnswerInTime() {
        // given
        stateEndsAt(0);
        SlowProducer producer = new SlowProducer(new CompletableFuture<>());
        Takeover takeover = takeover(producer, Duration.ofMillis(50));
        // when, then
        assertThatThrownBy(takeover::begin).isInstanceOf(KafkaException.class);
        assertThat(producer.closed()).isTrue();
        assertThat(jobs.isOpen()).isFalse();
    }

    @Test
    void shouldGiveUpWhenTheEndOfTheStateNeverComesAndStillStop() {
        // given
        stateEndsAt(5);
        StateReplica replica = new StateReplica(consumer);
        Takeover takeover =
                takeover(new SlowProducer(CompletableFuture.completedFuture(null)), replica, Duration.ofMillis(50));
        // when, then
        assertThatThrownBy(takeover::begin).isInstanceOf(KafkaException.class);
        replica.close();
        assertThat(consumer.closed()).isTrue();
        assertThat(jobs.isOpen()).isFalse();
    }

    @Test
    void shouldEndWhatIsListenedToWhenAnotherReplicaWorks() {
        // given
        stateEndsAt(0);
        Takeover takeover = takeover(new SlowProducer(CompletableFuture.completedFuture(null)), Duration.ofSeconds(30));
        takeover.begin();
        AssertSubscriber<JobEvent> listener =
                bench.feed.about(new JobId("default", "a")).subscribe().withSubscriber(AssertSubscriber.create(10));
        listener.assertNotTerminated();
        // when
        takeover.end();
        // then
        listener.assertCompleted();
    }

    private void stateEndsAt(long offset) {
        consumer.updateBeginningOffsets(Map.of(STATE, 0L));
        consumer.updateEndOffsets(Map.of(STATE, offset));
    }

    private Takeover takeover(SlowProducer producer, Duration limit) {
        return takeover(producer, new StateReplica(consumer), limit);
    }

    private Takeover takeover(SlowProducer producer, StateReplica replica, Duration limit) {
        return new Takeover(
                new WorkerTransactions(() -> producer, 1024, _ -> {}),
                replica,
                jobs,
                bench.feed,
                new Nudges(Runnable::run),
                new Drain(jobs, new Turns(), bench.requests, bench.clock),
                limit);
    }

    /** Blocks as Kafka's own does, until it is closed. */
    private static final class SlowProducer extends MockProducer<byte[], byte[]> {
        private final CompletableFuture<Void> kafka;

        SlowProducer(CompletableFuture<Void> kafka) {
            super(true, null, new ByteArraySerializer(), new ByteArraySerializer());
            this.kafka = kafka;
        }

        @Override
        public void initTransactions() {
            kafka.join();
            super.initTransactions();
        }

        @Override
        public void close(Duration timeout) {
            kafka.completeExceptionally(new KafkaException("closed"));
            super.close(timeout);
        }
    }
}
