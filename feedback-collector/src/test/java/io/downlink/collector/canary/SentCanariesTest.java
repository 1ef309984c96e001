package io.downlink.collector.canary;

import static org.assertj.core.api.Assertions.assertThat;

import io.downlink.collector.canary.CanaryState.Answered;
import io.downlink.collector.canary.CanaryState.Missed;
import io.downlink.collector.canary.CanaryState.Refused;
import io.downlink.collector.canary.SentCanaries.Plan;
import io.downlink.contracts.commands.Reason;
import io.downlink.hub.AckLevel;
import io.downlink.hub.Enqueued;
import io.downlink.hub.FeedbackBatch;
import io.downlink.hub.FeedbackRecord;
import io.downlink.hub.HubException;
import io.downlink.hub.HubFailure.DeviceNotFound;
import io.downlink.hub.HubFailure.Evidence;
import io.downlink.hub.OutgoingMessage;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import io.smallrye.mutiny.subscription.MultiEmitter;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SentCanariesTest {
    private static final Instant NOON = Instant.parse("2026-12-01T12:00:00Z");
    private static final Duration EVERY = Duration.ofHours(24);
    private static final Duration WITHIN = Duration.ofMinutes(1);

    private final List<OutgoingMessage> sent = new CopyOnWriteArrayList<>();
    private final List<Wait> waits = new ArrayList<>();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final SentCanaries canaries = new SentCanaries(
            "default",
            this::send,
            new Plan("canary-1", EVERY, WITHIN),
            new CanaryMeters(registry, "default"),
            this::pause,
            new Random(1),
            new MovedClock());
    private Instant now = NOON;
    private @Nullable HubException refusal;
    private @Nullable MultiEmitter<? super FeedbackBatch> receiver;

    @Test
    void shouldSendTheNextWhenTheFeedbackOfOneHasCome() {
        // given
        AssertSubscriber<FeedbackBatch> batches = open();
        assertThat(sent).hasSize(1);
        assertThat(sent.getFirst().deviceId()).isEqualTo("canary-1");
        assertThat(sent.getFirst().ack()).isEqualTo(AckLevel.FULL);
        // when
        boolean heard = canaries.hears(feedback("canary-1", sent.getFirst().messageId()));
        // then
        assertThat(heard).isTrue();
        assertThat(canaries.state()).contains(new Answered(NOON, NOON, "Expired"));
        assertThat(sent).hasSize(1);
        passes(EVERY);
        assertThat(sent).hasSize(2);
        assertThat(sent.getLast().messageId()).isNotEqualTo(sent.getFirst().messageId());
        assertThat(count("answered")).isEqualTo(1);
        batches.assertNotTerminated();
    }

    @Test
    void shouldTakeNothingForACanaryThatIsNone() {
        // given
        open();
        String id = sent.getFirst().messageId();
        // then
        assertThat(canaries.hears(feedback("pump-1", id))).isFalse();
        assertThat(canaries.hears(feedback("canary-1", "c-1"))).isFalse();
        assertThat(canaries.hears(feedback("canary-1", null))).isFalse();
        assertThat(canaries.hears(feedback("canary-1", "downlink-canary-of-another-process")))
                .isTrue();
        assertThat(count("answered")).isZero();
    }

    @Test
    void shouldFailWhenNothingIsHeard() {
        // given
        AssertSubscriber<FeedbackBatch> batches = open();
        // when
        passes(WITHIN);
        // then
        batches.assertFailedWith(DeafReceiverException.class);
        assertThat(canaries.state()).contains(new Missed(NOON));
        assertThat(count("missed")).isEqualTo(1);
    }

    @Test
    void shouldGoOnWhenOtherFeedbackIsHeard() {
        // given
        AssertSubscriber<FeedbackBatch> batches = open();
        // when
        FeedbackBatch other = new Other();
        deliver(other);
        passes(WITHIN);
        // then
        assertThat(count("missed")).isEqualTo(1);
        assertThat(batches.getItems()).containsExactly(other);
        assertThat(sent).hasSize(1);
        batches.assertNotTerminated();
    }

    @Test
    void shouldTryAgainWhenTheHubDoesNotTakeIt() {
        // given
        refusal = new HubException(new DeviceNotFound(new Evidence("on purpose", null, null)), null);
        AssertSubscriber<FeedbackBatch> batches = open();
        // when
        passes(EVERY);
        // then
        assertThat(sent).hasSize(2);
        assertThat(canaries.state()).contains(new Refused(now, Reason.DEVICE_NOT_FOUND));
        assertThat(count("not_sent")).isEqualTo(2);
        batches.assertNotTerminated();
    }

    @Test
    void shouldSendNothingBeforeTheReceiverStandsAndAfterItsEnd() {
        // given
        canaries.beside(Multi.createFrom().nothing(), Uni.createFrom().nothing())
                .subscribe()
                .withSubscriber(AssertSubscriber.create(1));
        assertThat(sent).isEmpty();
        AssertSubscriber<FeedbackBatch> batches = open();
        canaries.hears(feedback("canary-1", sent.getFirst().messageId()));
        // when
        batches.cancel();
        passes(EVERY);
        // then
        assertThat(sent).hasSize(1);
    }

    @Test
    void shouldTryTheNextReceiverAtOnceAfterAFirstMissAndNoneAfterFurtherOnes() {
        // given
        open();
        passes(WITHIN);
        // when
        open();
        assertThat(sent).hasSize(2);
        passes(WITHIN);
        open();
        passes(EVERY.minusSeconds(1));
        // then
        assertThat(sent).hasSize(2);
        passes(Duration.ofSeconds(1));
        assertThat(sent).hasSize(3);
        passes(WITHIN);
        open();
        assertThat(sent).hasSize(3);
        assertThat(count("missed")).isEqualTo(3);
    }

    @Test
    void shouldSendNoMoreOftenWhenReceiversComeAndGo() {
        // given
        AssertSubscriber<FeedbackBatch> first = open();
        canaries.hears(feedback("canary-1", sent.getFirst().messageId()));
        passes(Duration.ofHours(1));
        first.cancel();
        // when
        AssertSubscriber<FeedbackBatch> next = open();
        passes(EVERY.minusHours(2));
        // then
        assertThat(sent).hasSize(1);
        passes(Duration.ofHours(1));
        assertThat(sent).hasSize(2);
        next.assertNotTerminated();
    }

    @Test
    void shouldSendNoMoreOftenWhenReceiversAreLostBeforeItsFeedbackComes() {
        // given
        open().cancel();
        // when
        for (int flaps = 0; flaps < 10; flaps++) {
            passes(WITHIN);
            open().cancel();
        }
        // then
        assertThat(sent).hasSize(1);
        open();
        passes(EVERY.minus(WITHIN.multipliedBy(10)));
        assertThat(sent).hasSize(2);
    }

    private Uni<Void> pause(Duration time) {
        return time.isZero()
                ? Uni.createFrom().voidItem()
                : Uni.createFrom().emitter(emitter -> waits.add(new Wait(now.plus(time), emitter)));
    }

    /** Somebody waits for that time. */
    private record Wait(Instant until, UniEmitter<? super Void> end) {}

    private void passes(Duration time) {
        now = now.plus(time);
        List<Wait> over =
                waits.stream().filter(wait -> !wait.until().isAfter(now)).toList();
        waits.removeAll(over);
        over.forEach(wait -> wait.end().complete(null));
    }

    private final class MovedClock extends Clock {
        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException("nothing here asks for a zone");
        }
    }

    private Uni<Enqueued> send(OutgoingMessage message) {
        sent.add(message);
        return refusal == null
                ? Uni.createFrom().item(new Enqueued(message.messageId()))
                : Uni.createFrom().failure(refusal);
    }

    private AssertSubscriber<FeedbackBatch> open() {
        return canaries.beside(
                        Multi.createFrom().<FeedbackBatch>emitter(emitter -> receiver = emitter),
                        Uni.createFrom().voidItem())
                .subscribe()
                .withSubscriber(AssertSubscriber.create(10));
    }

    private void deliver(FeedbackBatch batch) {
        MultiEmitter<? super FeedbackBatch> open = receiver;
        if (open != null) {
            open.emit(batch);
        }
    }

    private double count(String result) {
        return registry.get("downlink.feedback.canaries")
                .tag("result", result)
                .counter()
                .count();
    }

    private static FeedbackRecord feedback(String deviceId, @Nullable String messageId) {
        return new FeedbackRecord(deviceId, "638012345", messageId, "Expired", "Expired", NOON);
    }

    private record Other() implements FeedbackBatch {
        @Override
        public List<FeedbackRecord> records() {
            return List.of();
        }

        @Override
        public boolean complete() {
            return true;
        }

        @Override
        public void abandon() {}
    }
}
