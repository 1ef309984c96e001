package io.downlink.gateway.lease;

import io.downlink.gateway.pacing.OwnPart;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.kafka.KafkaConsumer;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.jboss.logging.Logger;

/**
 * Asks the consumer, between two polls, when the last one began: a thread that stands still, or no longer polls, is told
 * from one that does. SmallRye polls while the channel is paused too.
 */
public final class PollWatch {
    private static final Logger LOGGER = Logger.getLogger(PollWatch.class);

    private final KafkaConsumer<?, ?> consumer;
    private final PollLease lease;
    private final BooleanSupplier member;
    private final Runnable onHeld;
    private final OwnPart part;
    private final Clock clock;
    private final AtomicBoolean asking = new AtomicBoolean();
    private boolean held;

    /**
     * @param member asks the group, on the polling thread, whether it counts on this replica
     * @param onHeld after each round in which the lease holds, on the polling thread
     * @param part told of the partitions that this replica owns
     */
    public PollWatch(
            KafkaConsumer<?, ?> consumer,
            PollLease lease,
            BooleanSupplier member,
            Runnable onHeld,
            OwnPart part,
            Clock clock) {
        this.consumer = consumer;
        this.lease = lease;
        this.member = member;
        this.onHeld = onHeld;
        this.part = part;
        this.clock = clock;
    }

    /** One round; none, if the polling thread has not come to the one before. */
    public void look() {
        if (!asking.compareAndSet(false, true)) {
            return;
        }
        Uni<Void> round = consumer.runOnPollingThread(this::ask);
        round.onTermination()
                .invoke(() -> asking.set(false))
                .subscribe()
                .with(_ -> {}, failure -> LOGGER.warnf("the consumer does not tell of its polls reason=%s", failure));
    }

    private void ask(Consumer<?, ?> polling) {
        polling.assignment().stream()
                .findAny()
                .ifPresent(any -> part.is(
                        polling.assignment().size(),
                        polling.partitionsFor(any.topic()).size()));
        OptionalLong secondsAgo = secondsSincePoll(polling.metrics());
        if (secondsAgo.isEmpty()) {
            return;
        }
        // Told in whole seconds, rounded down: it began a second earlier at most.
        Instant began = clock.instant().minusSeconds(secondsAgo.getAsLong() + 1);
        lease.polled(began);
        if (!lease.covers(began)) {
            return;
        }
        // After a gap a poll alone proves nothing: the group may have gone on without us, and tells only when asked.
        if (held && !lease.holds() && !member.getAsBoolean()) {
            LOGGER.warn("no call starts: polls were away, and the group does not count on this replica");
            return;
        }
        held = true;
        lease.confirmed(began);
        onHeld.run();
    }

    private static OptionalLong secondsSincePoll(Map<MetricName, ? extends Metric> metrics) {
        return metrics.entrySet().stream()
                .filter(metric -> metric.getKey().name().equals("last-poll-seconds-ago"))
                .map(metric -> metric.getValue().metricValue())
                .filter(Double.class::isInstance)
                .mapToLong(ago -> ((Double) ago).longValue())
                .filter(ago -> ago >= 0) // -1 before the first poll
                .findFirst();
    }
}
