package io.downlink.collector.publishing;

import io.downlink.collector.publishing.FeedbackMeters.BatchEnd;
import io.downlink.contracts.feedback.Feedback;
import io.downlink.contracts.feedback.Feedback.Report;
import io.downlink.contracts.feedback.FeedbackWriter;
import io.downlink.hub.FeedbackRecord;
import io.downlink.service.topics.OutgoingRecords;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.jboss.logging.Logger;

/** Writes one hub's feedback to {@code downlink.feedback}. */
public final class FeedbackTopic {
    private static final Logger LOGGER = Logger.getLogger(FeedbackTopic.class);

    /** So many event ids are known again, at least. */
    static final int RECENT = 10_000;

    private final String hub;
    private final OutgoingRecords topic;
    private final FeedbackWriter writer;
    private final FeedbackMeters meters;
    private final Clock clock;
    private final LatestIds recent =
            new LatestIds(RECENT); // tells what a hub delivers again soon, which is when it does
    private final SentMessages sent = new SentMessages();
    private final OutcomesUnderWay underWay = new OutcomesUnderWay();

    /** @param hub its configured name */
    public FeedbackTopic(String hub, OutgoingRecords topic, FeedbackWriter writer, FeedbackMeters meters, Clock clock) {
        this.hub = hub;
        this.topic = topic;
        this.writer = writer;
        this.meters = meters;
        this.clock = clock;
    }

    /**
     * Writes records in their order, without waiting for one before the next.
     *
     * @return ends when Kafka has acknowledged all of them, but for those that no repetition would make fit: these are
     *     logged and counted, for the hub would deliver their batch ten times and then drop the others with them
     */
    public Uni<Void> write(List<FeedbackRecord> records) {
        return Multi.createFrom()
                .iterable(records)
                .onItem()
                .transformToUni(this::write)
                .merge(Math.max(records.size(), 1))
                .onItem()
                .ignoreAsUni();
    }

    /**
     * Writes what the hub did not report itself.
     *
     * @return ends when Kafka has acknowledged it
     */
    public Uni<Void> write(Feedback feedback) {
        return topic.write(writer.write(feedback)).invoke(() -> published(feedback));
    }

    /** The hub took a command's message: feedback that comes from now on is marked as a command's. */
    public void sent(String deviceId, String messageId) {
        sent.add(deviceId, messageId);
    }

    /** From now on remembers whose outcomes the hub has told, until {@link #watchNoMore} or the next call. */
    public void watch() {
        underWay.watch();
    }

    public void watchNoMore() {
        underWay.watchNoMore();
    }

    /**
     * Whether the outcome of a message was on its way to the topic since {@link #watch}: who has read the topic up to
     * where it ended later than that need not have seen it.
     */
    public boolean tells(String deviceId, String messageId) {
        return underWay.has(deviceId, messageId);
    }

    /** Counts a batch. */
    public void ended(BatchEnd end) {
        meters.ended(end);
    }

    private Uni<Void> write(FeedbackRecord record) {
        return Uni.createFrom()
                .item(() -> Feedback.of(report(record)))
                .invoke(this::arrived)
                .chain(feedback -> watched(feedback))
                .onFailure()
                .recoverWithUni(failure -> giveUp(record, failure));
    }

    private Uni<Void> watched(Feedback feedback) {
        String id = feedback.commandId();
        if (id == null) {
            return write(feedback);
        }
        underWay.begins(feedback.deviceId(), id);
        return write(feedback).onTermination().invoke(() -> underWay.ended(feedback.deviceId(), id));
    }

    private void arrived(Feedback feedback) {
        meters.arrived(Duration.between(feedback.time(), clock.instant()));
        if (!recent.add(feedback.eventId())) {
            meters.repeated();
        }
    }

    private Report report(FeedbackRecord record) {
        return new Report(
                hub,
                record.deviceId(),
                record.deviceGenerationId(),
                record.messageId(),
                record.statusCode(),
                record.description(),
                record.enqueuedTimeUtc(),
                sent.origin(record.deviceId(), record.messageId()));
    }

    private void published(Feedback feedback) {
        meters.published(feedback);
        LOGGER.debugf(
                "feedback published hub=%s deviceId=%s commandId=%s event=%s",
                hub, feedback.deviceId(), feedback.commandId(), feedback.name());
    }

    private Uni<Void> giveUp(FeedbackRecord record, Throwable failure) {
        meters.givenUp();
        LOGGER.errorf(
                failure,
                "feedback cannot be published and is given up hub=%s deviceId=%s commandId=%s enqueuedTimeUtc=%s",
                hub,
                record.deviceId(),
                record.messageId(),
                record.enqueuedTimeUtc());
        return Uni.createFrom().voidItem();
    }
}
