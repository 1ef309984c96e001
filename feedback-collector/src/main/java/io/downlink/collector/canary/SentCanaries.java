package io.downlink.collector.canary;

import io.downlink.collector.canary.CanaryState.Answered;
import io.downlink.collector.canary.CanaryState.Missed;
import io.downlink.collector.canary.CanaryState.Refused;
import io.downlink.collector.canary.CanaryState.Unsent;
import io.downlink.contracts.commands.Reason;
import io.downlink.hub.AckLevel;
import io.downlink.hub.Bytes;
import io.downlink.hub.Enqueued;
import io.downlink.hub.FeedbackBatch;
import io.downlink.hub.FeedbackRecord;
import io.downlink.hub.HubException;
import io.downlink.hub.OutgoingMessage;
import io.downlink.service.hubs.HubReasons;
import io.downlink.service.pauses.Pauses;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Sends a message to a device at an interval, one after the other, while a receiver stands: an idle hub and a link that
 * carries nothing look alike, and this tells them apart. What becomes of the message does not matter, also that it expires
 * where the device is away: the hub tells it in any case.
 *
 * <p>The interval is the hub's, however many receivers come and go in it: each message is one of the hub's quota. But after
 * a first miss the next receiver is tried out at once: if that does not hear either, another one will hardly do.
 */
public final class SentCanaries implements Canary {
    private static final Logger LOGGER = Logger.getLogger(SentCanaries.class);

    /** Of the message ids; feedback of earlier processes' canaries is known by it, too. */
    private static final String ID_PREFIX = "downlink-canary-";

    private final String hub;
    private final Function<OutgoingMessage, Uni<Enqueued>> sending;
    private final Plan plan;
    private final CanaryMeters meters;
    private final Pauses pauses;
    private final RandomGenerator random;
    private final Clock clock;
    private final AtomicLong batchesHeard = new AtomicLong();
    private volatile CanaryState state = new Unsent();
    private volatile Instant due = Instant.EPOCH; // not before
    private volatile @Nullable Trial trial;

    /**
     * @param hub its configured name
     * @param sending one message to the hub
     */
    public SentCanaries(
            String hub,
            Function<OutgoingMessage, Uni<Enqueued>> sending,
            Plan plan,
            CanaryMeters meters,
            Pauses pauses,
            RandomGenerator random,
            Clock clock) {
        this.hub = hub;
        this.sending = sending;
        this.plan = plan;
        this.meters = meters;
        this.pauses = pauses;
        this.random = random;
        this.clock = clock;
    }

    /**
     * What is sent, and when.
     *
     * @param deviceId which is given the messages
     * @param every from the end of one to the next, or from the beginning of one whose receiver was lost meanwhile
     * @param feedbackWithin how long feedback may take; the message itself lives half as long
     */
    public record Plan(String deviceId, Duration every, Duration feedbackWithin) {}

    /**
     * One message under way.
     *
     * @param heardBefore how many batches had come when it was sent
     */
    private record Trial(String id, Instant sent, long heardBefore, CompletableFuture<FeedbackRecord> feedback) {}

    @Override
    public Multi<FeedbackBatch> beside(Multi<FeedbackBatch> batches, Uni<Void> opened) {
        return Multi.createBy()
                .merging()
                .streams(
                        batches.invoke(batchesHeard::incrementAndGet),
                        opened.onItem().transformToMulti(_ -> trials()));
    }

    @Override
    public boolean hears(FeedbackRecord record) {
        String id = record.messageId();
        if (id == null || !id.startsWith(ID_PREFIX) || !record.deviceId().equals(plan.deviceId())) {
            return false;
        }
        Trial awaited = trial;
        if (awaited != null && awaited.id().equals(id)) {
            awaited.feedback().complete(record);
        }
        return true;
    }

    @Override
    public Optional<CanaryState> state() {
        return Optional.of(state);
    }

    /** Gives nothing, and fails when the receiver hears nothing. */
    private Multi<FeedbackBatch> trials() {
        return Uni.createFrom()
                .deferred(() -> pauses.of(untilDue()))
                .chain(this::tryOnce)
                .replaceWith(true) // what gives nothing is not repeated
                .repeat()
                .indefinitely()
                .onItem()
                .ignoreAsUni()
                .onItem()
                .transformToMulti(_ -> Multi.createFrom().nothing());
    }

    private Duration untilDue() {
        Duration left = Duration.between(clock.instant(), due);
        return left.isNegative() ? Duration.ZERO : left;
    }

    private Uni<Void> tryOnce() {
        Trial next = new Trial(
                ID_PREFIX + HexFormat.of().toHexDigits(random.nextLong()),
                clock.instant(),
                batchesHeard.get(),
                new CompletableFuture<>());
        trial = next;
        due = next.sent().plus(plan.every()); // in case that nobody waits for its end
        return sending.apply(message(next))
                .onItemOrFailure()
                .transformToUni((_, failure) -> failure == null ? awaitFeedback(next) : refused(failure));
    }

    private OutgoingMessage message(Trial next) {
        return new OutgoingMessage(
                plan.deviceId(),
                null,
                next.id(),
                Bytes.of(new byte[0]),
                null,
                Map.of(),
                AckLevel.FULL,
                next.sent().plus(plan.feedbackWithin().dividedBy(2)));
    }

    private Uni<Void> awaitFeedback(Trial sent) {
        Uni<Optional<FeedbackRecord>> heard =
                Uni.createFrom().completionStage(sent.feedback()).map(Optional::of);
        Uni<Optional<FeedbackRecord>> late = pauses.of(plan.feedbackWithin()).replaceWith(Optional::empty);
        return Uni.combine()
                .any()
                .of(heard, late)
                .chain(feedback -> feedback.isPresent() ? answered(sent, feedback.get()) : missed(sent));
    }

    private void ended(CanaryState how, Duration untilNext) {
        state = how;
        due = clock.instant().plus(untilNext);
    }

    private Uni<Void> answered(Trial sent, FeedbackRecord feedback) {
        if (!(state instanceof Answered)) {
            LOGGER.infof("feedback of a canary came hub=%s deviceId=%s", hub, plan.deviceId());
        }
        ended(new Answered(sent.sent(), clock.instant(), feedback.statusCode()), plan.every());
        meters.answered();
        return Uni.createFrom().voidItem();
    }

    /** Where other feedback has come meanwhile the receiver hears: there may be much of it before the canary's. */
    private Uni<Void> missed(Trial sent) {
        boolean deaf = batchesHeard.get() == sent.heardBefore();
        LOGGER.warnf(
                "no feedback of a canary came in time hub=%s deviceId=%s messageId=%s otherFeedback=%b",
                hub, plan.deviceId(), sent.id(), !deaf);
        boolean first = !(state instanceof Missed);
        ended(new Missed(sent.sent()), deaf && first ? Duration.ZERO : plan.every());
        meters.missed();
        return deaf
                ? Uni.createFrom().failure(new DeafReceiverException())
                : Uni.createFrom().voidItem();
    }

    private Uni<Void> refused(Throwable failure) {
        Refused now = new Refused(
                clock.instant(),
                failure instanceof HubException hubs ? HubReasons.of(hubs.failure()) : Reason.UNEXPECTED);
        if (state instanceof Refused before && before.reason() == now.reason()) {
            LOGGER.debugf(failure, "canary still not sent hub=%s deviceId=%s", hub, plan.deviceId());
        } else {
            LOGGER.warnf(
                    "canary not sent, it is tried again hub=%s deviceId=%s reason=%s detail=%s",
                    hub, plan.deviceId(), now.reason().wire(), failure.getMessage());
        }
        ended(now, plan.every());
        meters.refused();
        return Uni.createFrom().voidItem();
    }
}
