package io.downlink.collector.lost;

import io.downlink.collector.lost.Awaited.Message;
import io.downlink.contracts.commands.Ack;
import io.downlink.contracts.commands.CommandEvent;
import io.downlink.contracts.commands.CommandEvent.Enqueued;
import io.downlink.contracts.commands.CommandEventReader;
import io.downlink.contracts.feedback.Feedback;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Tells of messages whose outcome was asked for in full and never came: {@code lost}. Of one thread.
 *
 * <p>What is awaited is read from {@code downlink.command-events}, whose offsets are committed only up to the oldest
 * message outstanding, and what came from {@code downlink.feedback}: so all of it is known again after a restart, and
 * there is no database.
 *
 * <p>A message is lost when its outcome is overdue by a while, its hub's receiver has been connected for as long, and
 * <em>then</em> the feedback topic was read to its end without it, while nothing of it was on its way there. Its own
 * {@code lost} is read there as everything else is: so it is told once.
 */
public final class LostFeedback {
    private static final Logger LOGGER = Logger.getLogger(LostFeedback.class);

    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

    /**
     * Less than it takes until another replica works, which is the session timeout less a heartbeat or two: what that one
     * has written was not looked for.
     */
    private static final Duration ENDS_HOLD_FOR = Duration.ofSeconds(3);

    private final FeedbackFollower.Opening feedback;
    private final Hubs hubs;
    private final LostRules rules;
    private final Clock clock;
    private final Outstanding outstanding;
    private final Set<Awaited> declared = new HashSet<>();
    private @Nullable FeedbackFollower follower;
    private @Nullable Check check;
    private Instant lookAt = Instant.MIN;

    /** @param kafka the configuration of a Kafka client */
    public LostFeedback(Map<String, Object> kafka, Hubs hubs, LostRules rules, MeterRegistry registry, Clock clock) {
        this(time -> KafkaFeedbackFollower.from(time, kafka), hubs, rules, registry, clock);
    }

    LostFeedback(FeedbackFollower.Opening feedback, Hubs hubs, LostRules rules, MeterRegistry registry, Clock clock) {
        this.feedback = feedback;
        this.hubs = hubs;
        this.rules = rules;
        this.clock = clock;
        this.outstanding = new Outstanding(rules.outstandingMax());
        Gauge.builder("downlink.feedback.outstanding", outstanding, Outstanding::size)
                .description("Messages whose outcome was asked for in full and is not told yet")
                .register(registry);
    }

    /**
     * Messages that are overdue, and how far the feedback topic has to be read before they are lost.
     *
     * @param from when the ends were asked for
     */
    private record Check(List<Awaited> overdue, Map<TopicPartition, Long> ends, Instant from) {}

    /** An event of the gateway. */
    public void read(ConsumerRecord<byte[], byte[]> event) {
        CommandEventReader.read(event.value()).ifPresent(told -> read(told, event));
    }

    private void read(CommandEvent told, ConsumerRecord<byte[], byte[]> event) {
        if (told instanceof Enqueued enqueued
                && hubs.knows(enqueued.about().id().hub())) {
            Message message = new Message(
                    enqueued.about().id().hub(), enqueued.about().id().deviceId(), enqueued.messageId());
            hubs.took(message.hub(), message.deviceId(), message.id());
            if (enqueued.ack() == Ack.FULL && !enqueued.about().replayed()) {
                outstanding.add(new Awaited(
                        message,
                        new TopicPartition(event.topic(), event.partition()),
                        event.offset(),
                        Instant.ofEpochMilli(event.timestamp()),
                        enqueued.expiresAt().plus(rules.feedbackLife())));
            }
        }
    }

    /** @param caughtUp whether all events have been read that there are: before, feedback would not find its message */
    public void goOn(boolean caughtUp) {
        try {
            if (follower != null) {
                goOn(follower);
            } else if (caughtUp || full()) {
                follow();
            }
        } catch (RetriableException e) {
            LOGGER.debugf(e, "feedback cannot be read now, it is tried again");
        }
    }

    /** From so early on that nothing can be missed of what is outstanding now. */
    private FeedbackFollower follow() {
        Instant from = outstanding.toldFrom().orElseGet(() -> clock.instant().minus(Awaited.FEEDBACK_AHEAD));
        FeedbackFollower next = feedback.from(from);
        if (follower != null) {
            follower.close();
        }
        follower = next;
        outstanding.readAgainFrom(from);
        return next;
    }

    private void goOn(FeedbackFollower reading) {
        if (reading.outgrown()) {
            LOGGER.info("the feedback topic has other partitions now, it is read again");
            endCheck();
            follow();
            return;
        }
        reading.poll(this::settle);
        Check pending = check;
        if (pending == null) {
            lookForOverdue(reading);
        } else if (!clock.instant().isBefore(pending.from().plus(ENDS_HOLD_FOR))) {
            endCheck(); // another one begins where reading has come to by then
        } else if (reading.hasRead(pending.ends())) {
            pending.overdue().stream()
                    .filter(this::isLost)
                    .filter(this::isNotBeingTold)
                    .forEach(this::declare);
            endCheck();
        }
    }

    private void endCheck() {
        check = null;
        hubs.watchNoMore();
    }

    private void settle(Feedback told, Instant at) {
        String id = told.commandId();
        if (id != null) {
            outstanding.settle(new Message(told.hub(), told.deviceId(), id), at);
        }
    }

    private void lookForOverdue(FeedbackFollower reading) {
        Instant now = clock.instant();
        if (now.isBefore(lookAt)) {
            return;
        }
        lookAt = now.plus(LOOK_EVERY);
        declared.removeIf(awaited -> !outstanding.holds(awaited));
        List<Awaited> overdue = outstanding.dueBy(now.minus(rules.overdueBy())).stream()
                .filter(this::isLost)
                .toList();
        hubs.watch(); // before the ends are asked for: what comes later is not below them
        if (mustReadAgain(overdue)) {
            check = new Check(overdue, follow().ends(), now);
        } else if (!overdue.isEmpty()) {
            check = new Check(overdue, reading.ends(), now);
        } else {
            hubs.watchNoMore();
        }
    }

    /** Doubt is cleared up before anything is declared, and when it keeps further messages from being awaited. */
    private boolean mustReadAgain(List<Awaited> overdue) {
        return outstanding.full() ? outstanding.doubtsAny() : overdue.stream().anyMatch(outstanding::doubts);
    }

    /** Unless feedback comes that is being written now. */
    private boolean isLost(Awaited awaited) {
        return outstanding.holds(awaited)
                && !declared.contains(awaited)
                && hubs.connectedSince(awaited.message().hub(), clock.instant().minus(rules.overdueBy()));
    }

    /** Of what the hubs gave meanwhile, some may not have been read yet; it is looked at again. */
    private boolean isNotBeingTold(Awaited awaited) {
        Message message = awaited.message();
        return !hubs.tells(message.hub(), message.deviceId(), message.id());
    }

    private void declare(Awaited awaited) {
        declared.add(awaited);
        hubs.tell(awaited.lost());
        LOGGER.warnf(
                "no feedback came for a message, it is told as lost hub=%s deviceId=%s commandId=%s due=%s",
                awaited.message().hub(),
                awaited.message().deviceId(),
                awaited.message().id(),
                awaited.due());
    }

    /** Whether there is no room for further messages now. */
    public boolean full() {
        return outstanding.full();
    }

    /** The offset of the oldest message outstanding in a partition, or the given one where there is none. */
    public long neededFrom(TopicPartition partition, long position) {
        return outstanding.oldest(partition, position);
    }

    /** Forgets everything: whoever works next reads it again. */
    public void end() {
        if (follower != null) {
            follower.close();
            follower = null;
        }
        endCheck();
        declared.clear();
        outstanding.clear();
    }
}
