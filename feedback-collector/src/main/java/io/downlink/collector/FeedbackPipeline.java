package io.downlink.collector;

import io.downlink.collector.publishing.FeedbackMeters;
import io.downlink.collector.publishing.FeedbackMeters.BatchEnd;
import io.downlink.collector.publishing.FeedbackTopic;
import io.downlink.collector.receiving.Receiver;
import io.downlink.hub.FeedbackBatch;
import io.downlink.hub.HubFeedback;
import io.downlink.service.pauses.Pauses;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * One hub's feedback, from its receiver to {@code downlink.feedback}, and only then off the hub's queue.
 *
 * <p>Until a batch is completed the hub delivers it again, to this collector or to another: nothing is lost by a crash,
 * and a repeat has the same event ids. But a hub delivers a batch only so often, ten times by default. So it is never
 * abandoned to gain time: while Kafka is silent there is no receiver.
 */
public final class FeedbackPipeline {
    private static final Logger LOGGER = Logger.getLogger(FeedbackPipeline.class);

    private final HubFeedback hub;
    private final Receiver receiver;
    private final FeedbackTopic topic;
    private final FeedbackMeters meters;
    private final Duration acknowledgedWithin;
    private final Pauses pauses;
    private volatile boolean stopping;
    private volatile boolean busy;

    /** @param acknowledgedWithin how long Kafka may take for a batch, less than the 10 s after which it comes again */
    public FeedbackPipeline(
            HubFeedback hub,
            Receiver receiver,
            FeedbackTopic topic,
            FeedbackMeters meters,
            Duration acknowledgedWithin,
            Pauses pauses) {
        this.hub = hub;
        this.receiver = receiver;
        this.topic = topic;
        this.meters = meters;
        this.acknowledgedWithin = acknowledgedWithin;
        this.pauses = pauses;
    }

    /** Never ends by itself. Whoever cancels it closes the receiver. */
    public Multi<FeedbackBatch> carry() {
        return Multi.createFrom()
                .deferred(this::receive)
                .onItem()
                .transformToUniAndConcatenate(this::carry)
                .onFailure()
                .retry()
                .when(failures -> failures.onItem().transformToUniAndConcatenate(this::untilTheNextReceiver));
    }

    /** From now on no batch is taken up; the hub keeps it. */
    public void takeNoMore() {
        stopping = true;
    }

    /** Whether a batch is in hand. */
    public boolean busy() {
        return busy;
    }

    public Receiver receiver() {
        return receiver;
    }

    private Multi<FeedbackBatch> receive() {
        return stopping
                ? Multi.createFrom().nothing()
                : hub.feedback(receiver::accepted).select().where(_ -> !stopping);
    }

    private Uni<FeedbackBatch> carry(FeedbackBatch batch) {
        busy = true;
        LOGGER.debugf(
                "feedback received hub=%s records=%d",
                receiver.hub(), batch.records().size());
        return publish(batch)
                .replaceWith(batch)
                .invoke(this::complete)
                .onTermination()
                .invoke(() -> busy = false);
    }

    /** Goes on writing when nobody waits any more: that it is acknowledged says that Kafka is back. */
    private Uni<Void> publish(FeedbackBatch batch) {
        Uni<Void> written = topic.write(batch.records()).memoize().indefinitely();
        return written.ifNoItem().after(acknowledgedWithin).failWith(() -> new KafkaSilentException(written));
    }

    private void complete(FeedbackBatch batch) {
        meters.ended(batch.complete() ? BatchEnd.COMPLETED : BatchEnd.LATE);
    }

    private Uni<Throwable> untilTheNextReceiver(Throwable failure) {
        Uni<Void> pause = switch (failure) {
            case KafkaSilentException silent -> untilKafkaAnswers(silent);
            default -> pauses.of(receiver.failed(failure));
        };
        return pause.replaceWith(failure);
    }

    private Uni<Void> untilKafkaAnswers(KafkaSilentException silent) {
        meters.ended(BatchEnd.UNACKNOWLEDGED);
        receiver.closedForKafka();
        return silent.written().invoke(receiver::kafkaAnswers);
    }
}
