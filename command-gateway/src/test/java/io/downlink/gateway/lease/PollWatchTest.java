package io.downlink.gateway.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.downlink.gateway.pacing.OwnPart;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.kafka.KafkaConsumer;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** What the consumer tells of its polls, and what follows from it. */
class PollWatchTest {
    private static final Instant START = Instant.parse("2026-11-21T10:00:00Z");
    private static final String TOPIC = "downlink.commands";

    private final PolledConsumer polled = new PolledConsumer();
    private Instant now = START;
    private boolean member;
    private int asked;
    private int heldRounds;
    private final PollLease lease = new PollLease(Duration.ofSeconds(45), new Now());
    private final OwnPart part = new OwnPart();
    private final PollWatch watch = new PollWatch(
            onTheSpot(polled),
            lease,
            () -> {
                asked++;
                return member;
            },
            () -> heldRounds++,
            part,
            new Now());

    @Test
    void shouldHoldOnceThereWasAPollWithoutAskingTheGroup() {
        // given
        watch.look();
        assertThat(lease.holds()).isFalse();
        // when
        polled.secondsAgo = 0;
        watch.look();
        // then
        assertThat(lease.holds()).isTrue();
        assertThat(heldRounds).isOne();
        assertThat(asked).isZero();
    }

    @Test
    void shouldNotHoldWhenTheThreadRunsButDoesNotPoll() {
        // given
        polled.secondsAgo = 0;
        watch.look();
        // when
        now = START.plusSeconds(40);
        polled.secondsAgo = 40;
        watch.look();
        // then
        assertThat(lease.holds()).isFalse();
        assertThat(lease.silence()).isEqualTo(Duration.ofSeconds(40)); // since the start: that poll began before
    }

    @Test
    void shouldHoldAgainAfterAGapOnlyWhenTheGroupStillCountsOnUs() {
        // given
        polled.secondsAgo = 0;
        watch.look();
        now = START.plusSeconds(60);
        // when
        watch.look();
        // then
        assertThat(lease.holds()).isFalse();
        assertThat(asked).isOne();
        member = true;
        watch.look();
        assertThat(lease.holds()).isTrue();
    }

    @Test
    void shouldTellWhichPartOfThePartitionsIsOwned() {
        // given
        polled.updatePartitions(
                TOPIC,
                IntStream.range(0, 12)
                        .mapToObj(i -> new PartitionInfo(TOPIC, i, Node.noNode(), new Node[0], new Node[0]))
                        .toList());
        polled.assign(
                List.of(new TopicPartition(TOPIC, 1), new TopicPartition(TOPIC, 5), new TopicPartition(TOPIC, 7)));
        // when
        watch.look();
        // then
        assertThat(part.getAsDouble()).isEqualTo(0.25, within(1e-9));
    }

    /** Runs everything at once, as if between two polls. */
    @SuppressWarnings("unchecked") // one interface of many methods, of which one is used
    private static KafkaConsumer<byte[], byte[]> onTheSpot(PolledConsumer polled) {
        return (KafkaConsumer<byte[], byte[]>) Proxy.newProxyInstance(
                PollWatchTest.class.getClassLoader(), new Class<?>[] {KafkaConsumer.class}, (_, method, arguments) -> {
                    assertThat(method.getName()).isEqualTo("runOnPollingThread");
                    return Uni.createFrom().voidItem().invoke(() -> ((Consumer<Object>) arguments[0]).accept(polled));
                });
    }

    /** Tells when it polled last, as Kafka's own does. */
    private static final class PolledConsumer extends MockConsumer<byte[], byte[]> {
        private double secondsAgo = -1;

        PolledConsumer() {
            super("earliest");
        }

        @Override
        public synchronized Map<MetricName, ? extends Metric> metrics() {
            MetricName name = new MetricName("last-poll-seconds-ago", "consumer-metrics", "", Map.of());
            return Map.of(name, new Metric() {
                @Override
                public MetricName metricName() {
                    return name;
                }

                @Override
                public Object metricValue() {
                    return secondsAgo;
                }
            });
        }
    }

    private final class Now extends Clock {
        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneOffset getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException("nothing here asks for a zone");
        }
    }
}
