package io.downlink.collector;

import io.downlink.collector.canary.Canary;
import io.downlink.collector.canary.DeafReceiverException;
import io.downlink.collector.publishing.FeedbackMeters.BatchEnd;
import io.downlink.collector.publishing.FeedbackTopic;
import io.downlink.collector.receiving.Receiver;
import io.downlink.hub.FeedbackBatch;
import io.downlink.hub.FeedbackRecord;
import io.downlink.hub.HubFeedback;
import io.downlink.service.pauses.Pauses;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jboss.logging.Logger;

/**
 * One hub's feedback, from its receiver to {@code downlink.feedback}, and only then off the hub's queue.
 *
 * <p>Until a batch is completed the hub delivers it again, to this collector or to another: nothing is lost by a crash,
 * and a repeat has the same event ids. But a hub delivers a batch only so often, ten times by default. So it is never
 * abandoned to gain time: while Kafka is silent there is no receiver, and none follows one that was lost before Kafka has
 * the batch that it left.
 */
public final class FeedbackPipeline {
    private static final Logger LOGGER = Logger.getLogger(FeedbackPipeline.class);

    private final HubFeedback hub;
    private final Receiver receiver;
    private final FeedbackTopic topic;
    private final Canary canary;
    private final Patience patience;
    private final Pauses pauses;
    private volatile Uni<Void> left = Uni.createFrom().voidItem();
    private volatile boolean stopping;
    private volatile boolean busy;

    /** @param canary {@link Canary#NONE} where there is none */
    public FeedbackPipeline(
            HubFeedback hub, Receiver receiver, FeedbackTopic topic, Canary canary, Patience patience, Pauses pauses) {
        this.hub = hub;
        this.receiver = receiver;
        this.topic = topic;
        this.canary = canary;
        this.patience = patience;
        this.pauses = pauses;
    }

    /**
     * How long to wait.
     *
     * @param acknowledged for Kafka to take a batch, less than the 10 s after which the batch comes again
     * @param quiet for a batch, before the receiver is taken for deaf: a link may look alive and carry nothing
     */
    public record Patience(Duration acknowledged, Duration quiet) {}

    /**
     * Never ends by itself. Whoever cancels it closes the receiver, and may begin again when no batch is {@linkplain
     * #busy in hand}.
     */
    public Multi<FeedbackBatch> carry() {
        stopping = false;
        receiver.begins();
        return Uni.createFrom()
                .deferred(this::untilNothingIsLeft)
                .onItem()
                .transformToMulti(_ -> receive())
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

    public Canary canary() {
        return canary;
    }

    private Multi<FeedbackBatch> receive() {
        return stopping ? Multi.createFrom().nothing() : watched().select().where(_ -> !stopping);
    }

    private Multi<FeedbackBatch> watched() {
        CompletableFuture<Void> opened = new CompletableFuture<>();
        Multi<FeedbackBatch> batches = hub.feedback(() -> accepted(opened))
                .ifNoItem()
                .after(patience.quiet())
                .failWith(QuietReceiverException::new);
        return canary.beside(batches, Uni.createFrom().completionStage(opened));
    }

    /** One that was being opened when it was cancelled may stand for a moment yet. */
    private void accepted(CompletableFuture<Void> opened) {
        if (!stopping) {
            receiver.accepted();
            opened.complete(null);
        }
    }

    private Uni<FeedbackBatch> carry(FeedbackBatch batch) {
        busy = true;
        receiver.heard();
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
        List<FeedbackRecord> records =
                batch.records().stream().filter(record -> !canary.hears(record)).toList();
        Uni<Void> written = topic.write(records).memoize().indefinitely();
        left = written.onFailure().recoverWithNull();
        return unlessKafkaIsSilent(written);
    }

    private Uni<Void> unlessKafkaIsSilent(Uni<Void> written) {
        return written.ifNoItem().after(patience.acknowledged()).failWith(() -> new KafkaSilentException(written));
    }

    /** The batch that a lost receiver had in hand is still being written. */
    private Uni<Void> untilNothingIsLeft() {
        return unlessKafkaIsSilent(left);
    }

    private void complete(FeedbackBatch batch) {
        topic.ended(batch.complete() ? BatchEnd.COMPLETED : BatchEnd.LATE);
    }

    private Uni<Throwable> untilTheNextReceiver(Throwable failure) {
        Uni<Void> pause = switch (failure) {
            case KafkaSilentException silent -> untilKafkaAnswers(silent);
            case QuietReceiverException _, DeafReceiverException _ ->
                Uni.createFrom().voidItem().invoke(() -> receiver.renewed(failure));
            default -> pauses.of(receiver.failed(failure));
        };
        return pause.replaceWith(failure);
    }

    private Uni<Void> untilKafkaAnswers(KafkaSilentException silent) {
        topic.ended(BatchEnd.UNACKNOWLEDGED);
        receiver.closedForKafka();
        return silent.written().invoke(receiver::kafkaAnswers);
    }
}
