package io.downlink.collector;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.downlink.collector.FeedbackPipeline.Patience;
import io.downlink.collector.canary.Canary;
import io.downlink.collector.canary.CanaryMeters;
import io.downlink.collector.canary.SentCanaries;
import io.downlink.collector.canary.SentCanaries.Plan;
import io.downlink.collector.publishing.FeedbackMeters;
import io.downlink.collector.publishing.FeedbackTopic;
import io.downlink.collector.receiving.Receiver;
import io.downlink.collector.receiving.ReceiverState.AwaitingKafka;
import io.downlink.collector.receiving.ReceiverState.Connected;
import io.downlink.collector.receiving.ReceiverState.StandingBy;
import io.downlink.contracts.feedback.Feedback;
import io.downlink.contracts.feedback.FeedbackWriter;
import io.downlink.hub.Enqueued;
import io.downlink.hub.FeedbackRecord;
import io.downlink.hub.HubFailure;
import io.downlink.hub.HubFailure.ConnectionLost;
import io.downlink.hub.HubFailure.Evidence;
import io.downlink.hub.HubFailure.Unauthorized;
import io.downlink.service.pauses.Backoff;
import io.downlink.service.pauses.Pauses;
import io.downlink.service.topics.OutgoingRecords;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FeedbackPipelineTest {
    private static final Instant NOW = Instant.parse("2026-12-01T09:00:10Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
    private static final Evidence EVIDENCE = new Evidence("on purpose", null, null);
    private static final HubFailure LOST = new ConnectionLost(EVIDENCE);
    private static final HubFailure REFUSED = new Unauthorized(EVIDENCE);
    private static final Duration NEVER = Duration.ofHours(1);
    private static final Duration SOON = Duration.ofMillis(50);

    private final FakeHubFeedback hub = new FakeHubFeedback();
    private final FakeKafka kafka = new FakeKafka();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final List<Duration> pauses = new ArrayList<>();
    private final List<Cancellable> running = new ArrayList<>();

    private Duration quiet = NEVER;
    private Canary canary = Canary.NONE;

    @AfterEach
    void stop() {
        running.forEach(Cancellable::cancel);
    }

    @Test
    void shouldCompleteABatchWhenKafkaHasEveryRecordOfIt() {
        // given
        kafka.fallSilent();
        hub.queue(record("a", "1", "Success"), record("b", "2", "Expired"));
        // when
        run(pipeline(hub, "default", NEVER));
        // then
        assertThat(kafka.records).hasSize(2);
        kafka.acknowledgeOne();
        assertThat(hub.diary).containsExactly("opened", "delivered");
        kafka.acknowledgeOne();
        assertThat(hub.diary).containsExactly("opened", "delivered", "completed");
        assertThat(count("downlink.feedback.batches", "result", "completed")).isEqualTo(1);
    }

    @Test
    void shouldTellWhatTheHubSaid() {
        // given
        hub.queue(record("a", "1", "Success"), record("a", "2", "DeliveryCountExceeded"), record("a", "3", "Purged"));
        // when
        run(pipeline(hub, "west", NEVER));
        // then
        assertThat(kafka.feedback())
                .extracting(Feedback::hub, Feedback::deviceId, Feedback::commandId, Feedback::name)
                .containsExactly(
                        tuple("west", "a", "1", "delivered"),
                        tuple("west", "a", "2", "delivery-count-exceeded"),
                        tuple("west", "a", "3", "unknown"));
        assertThat(kafka.records).allMatch(record -> new String(record.key(), UTF_8).equals("a"));
        assertThat(count("downlink.feedback.records", "event", "unknown")).isEqualTo(1);
        assertThat(registry.get("downlink.feedback.age").timer().max(TimeUnit.SECONDS))
                .isEqualTo(10);
    }

    @Test
    void shouldGoOnAfterAMessageWithoutAnId() {
        // given
        hub.queue(record("a", null, "Success")).queue(record("a", "2", "Success"));
        // when
        run(pipeline(hub, "default", NEVER));
        // then
        assertThat(kafka.feedback()).extracting(Feedback::commandId).containsExactly(null, "2");
        assertThat(hub.queued()).isZero();
    }

    @Test
    void shouldGiveARepeatTheSameEventIdsAndCountIt() {
        // given
        hub.letAllBeLate(true);
        kafka.fallSilent();
        hub.queue(record("a", "1", "Success"), record("b", null, "Expired"));
        run(pipeline(hub, "default", NEVER));
        kafka.acknowledgeOne();
        kafka.acknowledgeOne();
        // when
        hub.letAllBeLate(false);
        kafka.answerAgain();
        // then
        assertThat(hub.diary).containsExactly("opened", "delivered", "completed late", "delivered", "completed");
        assertThat(kafka.eventIds()).hasSize(4);
        assertThat(kafka.eventIds().subList(2, 4))
                .isEqualTo(kafka.eventIds().subList(0, 2))
                .doesNotHaveDuplicates();
        assertThat(count("downlink.feedback.batches", "result", "late")).isEqualTo(1);
        assertThat(registry.counter("downlink.feedback.records.repeated", "hub", "default")
                        .count())
                .isEqualTo(2);
    }

    @Test
    void shouldCloseTheReceiverWhileKafkaIsSilentAndLoseNothing() {
        // given
        kafka.fallSilent();
        hub.queue(record("a", "1", "Success")).queue(record("a", "2", "Success"));
        FeedbackPipeline pipeline = pipeline(hub, "default", SOON);
        run(pipeline);
        await().untilAsserted(() -> assertThat(pipeline.receiver().state()).isInstanceOf(AwaitingKafka.class));
        assertThat(hub.diary).containsExactly("opened", "delivered", "closed");
        assertThat(pipeline.busy()).isFalse();
        assertThat(registry.get("downlink.feedback.receiver.connected").gauge().value())
                .isZero();
        // when
        kafka.answerAgain();
        // then
        assertThat(hub.diary)
                .containsExactly(
                        "opened", "delivered", "closed", "opened", "delivered", "completed", "delivered", "completed");
        assertThat(kafka.feedback()).extracting(Feedback::commandId).containsExactly("1", "1", "2");
        assertThat(pipeline.receiver().state()).isInstanceOf(Connected.class);
        assertThat(pauses).isEmpty();
        assertThat(count("downlink.feedback.batches", "result", "unacknowledged"))
                .isEqualTo(1);
    }

    @Test
    void shouldGiveUpWhatKafkaWillNeverTakeAndCompleteTheRest() {
        // given
        kafka.findTooLarge("large");
        hub.queue(record("large", "1", "Success"), record("b", "2", "Success"));
        // when
        run(pipeline(hub, "default", NEVER));
        // then
        assertThat(kafka.feedback()).extracting(Feedback::commandId).containsExactly("2");
        assertThat(hub.queued()).isZero();
        assertThat(registry.counter("downlink.feedback.records.given.up", "hub", "default")
                        .count())
                .isEqualTo(1);
    }

    @Test
    void shouldCompleteABatchWithoutRecords() {
        // given
        hub.queue().queue(record("a", "1", "Success"));
        // when
        run(pipeline(hub, "default", NEVER));
        // then
        assertThat(hub.queued()).isZero();
        assertThat(kafka.records).hasSize(1);
    }

    @Test
    void shouldOpenAnotherReceiverWhenOneIsLostWithABatchInHand() {
        // given
        kafka.fallSilent();
        hub.queue(record("a", "1", "Success"));
        run(pipeline(hub, "default", NEVER));
        // when
        hub.lose(LOST);
        assertThat(hub.diary).containsExactly("opened", "delivered", "lost");
        kafka.answerAgain();
        // then
        assertThat(hub.diary).containsExactly("opened", "delivered", "lost", "opened", "delivered", "completed");
        assertThat(pauses).hasSize(1);
        assertThat(registry.counter("downlink.feedback.receivers.opened", "hub", "default")
                        .count())
                .isEqualTo(2);
    }

    @Test
    void shouldNotHaveABatchDeliveredAgainAndAgainWhenTheLinkBreaksWhileKafkaIsSilent() {
        // given
        kafka.fallSilent();
        hub.queue(record("a", "1", "Success"));
        FeedbackPipeline pipeline = pipeline(hub, "default", SOON);
        run(pipeline);
        // when
        hub.lose(LOST);
        // then
        await().untilAsserted(() -> assertThat(pipeline.receiver().state()).isInstanceOf(AwaitingKafka.class));
        assertThat(hub.diary).containsExactly("opened", "delivered", "lost");
        assertThat(count("downlink.feedback.batches", "result", "unacknowledged"))
                .isEqualTo(1);
        kafka.answerAgain();
        assertThat(hub.diary).containsExactly("opened", "delivered", "lost", "opened", "delivered", "completed");
        assertThat(pauses).hasSize(1);
    }

    @Test
    void shouldTryUntilTheHubAcceptsAReceiver() {
        // given
        hub.refuse(REFUSED).refuse(REFUSED).refuse(new IllegalStateException("on purpose"));
        hub.queue(record("a", "1", "Success"));
        // when
        run(pipeline(hub, "default", NEVER));
        // then
        assertThat(hub.diary).containsExactly("refused", "refused", "refused", "opened", "delivered", "completed");
        assertThat(pauses).hasSize(3);
        assertThat(registry.counter("downlink.feedback.receivers.opened", "hub", "default")
                        .count())
                .isEqualTo(1);
    }

    @Test
    void shouldNotLetOneHubDisturbAnother() {
        // given
        FakeHubFeedback away = new FakeHubFeedback().refuse(REFUSED);
        hub.queue(record("a", "1", "Success"));
        // when
        run(pipeline(away, "away", NEVER, _ -> Uni.createFrom().nothing()));
        run(pipeline(hub, "default", NEVER));
        // then
        assertThat(away.diary).containsExactly("refused");
        assertThat(hub.queued()).isZero();
    }

    @Test
    void shouldFinishTheBatchInHandAndTakeNoOtherWhenItStops() {
        // given
        kafka.fallSilent();
        hub.queue(record("a", "1", "Success")).queue(record("a", "2", "Success"));
        FeedbackPipeline pipeline = pipeline(hub, "default", NEVER);
        Pipelines pipelines = new Pipelines(List.of(hub), List.of(pipeline), Clock.systemUTC());
        pipelines.start(failure -> {});
        // when
        Thread stopping = Thread.startVirtualThread(() -> pipelines.stop(NEVER));
        await().during(SOON).until(stopping::isAlive);
        kafka.answerAgain();
        // then
        await().until(() -> !stopping.isAlive());
        assertThat(hub.diary).containsExactly("opened", "delivered", "completed", "delivered", "closed");
        assertThat(kafka.feedback()).extracting(Feedback::commandId).containsExactly("1");
    }

    @Test
    void shouldReceiveAgainWhenItIsStartedAgain() {
        // given
        FeedbackPipeline pipeline = pipeline(hub, "default", NEVER);
        Pipelines pipelines = new Pipelines(List.of(hub), List.of(pipeline), Clock.systemUTC());
        pipelines.start(failure -> {});
        pipelines.stop(SOON);
        assertThat(pipeline.receiver().state()).isInstanceOf(StandingBy.class);
        hub.queue(record("a", "1", "Success"));
        // when
        pipelines.start(failure -> {});
        // then
        assertThat(hub.diary).containsExactly("opened", "closed", "opened", "delivered", "completed");
        pipelines.stop(SOON);
    }

    @Test
    void shouldOpenAnotherReceiverWhenOneIsQuietAndLooksAlive() {
        // given
        hub.muteTheNext();
        hub.queue(record("a", "1", "Success"));
        quiet = SOON;
        // when
        FeedbackPipeline pipeline = pipeline(hub, "default", NEVER);
        run(pipeline);
        // then
        await().until(() -> hub.queued() == 0);
        assertThat(hub.diary.subList(0, 5)).containsExactly("opened", "closed", "opened", "delivered", "completed");
        assertThat(registry.counter("downlink.feedback.receivers.renewed", "hub", "default")
                        .count())
                .isPositive();
        assertThat(pauses).isEmpty();
    }

    @Test
    void shouldLeaveABatchThatKafkaDoesNotTakeWithItsHubWhenItStops() {
        // given
        kafka.fallSilent();
        hub.queue(record("a", "1", "Success"));
        Pipelines pipelines = new Pipelines(List.of(hub), List.of(pipeline(hub, "default", NEVER)), Clock.systemUTC());
        pipelines.start(failure -> {});
        // when
        boolean finished = pipelines.stop(SOON);
        // then
        assertThat(finished).isFalse();
        assertThat(hub.diary).containsExactly("opened", "delivered", "closed");
    }

    @Test
    void shouldNotReceiveWhenItIsStartedAgainBeforeKafkaHasTheBatchThatItLeft() {
        // given
        kafka.fallSilent();
        hub.queue(record("a", "1", "Success"));
        Pipelines pipelines = new Pipelines(List.of(hub), List.of(pipeline(hub, "default", NEVER)), Clock.systemUTC());
        pipelines.start(failure -> {});
        pipelines.stop(SOON);
        // when
        pipelines.start(failure -> {});
        // then
        assertThat(hub.diary).containsExactly("opened", "delivered", "closed");
        kafka.answerAgain();
        assertThat(hub.diary).containsExactly("opened", "delivered", "closed", "opened", "delivered", "completed");
        pipelines.stop(SOON);
    }

    @Test
    void shouldRenewAReceiverThatDoesNotHearACanaryAndPublishNoneOfThem() {
        // given
        List<UniEmitter<? super Void>> waits = new ArrayList<>();
        canary = canaryToldBy(hub, waits);
        hub.muteTheNext();
        run(pipeline(hub, "default", NEVER));
        // when
        waits.getFirst().complete(null);
        // then
        assertThat(count("downlink.feedback.canaries", "result", "missed")).isEqualTo(1);
        assertThat(count("downlink.feedback.canaries", "result", "answered")).isEqualTo(1);
        assertThat(hub.diary)
                .containsExactly("opened", "closed", "opened", "delivered", "completed", "delivered", "completed");
        assertThat(registry.get("downlink.feedback.receivers.renewed").counter().count())
                .isEqualTo(1);
        assertThat(kafka.records).isEmpty();
    }

    /** Each is told as delivered as soon as it is sent. */
    private Canary canaryToldBy(FakeHubFeedback from, List<UniEmitter<? super Void>> waits) {
        return new SentCanaries(
                "default",
                message -> Uni.createFrom().item(() -> {
                    from.queue(record(message.deviceId(), message.messageId(), "Success"));
                    return new Enqueued(message.messageId());
                }),
                new Plan("canary-1", NEVER, SOON),
                new CanaryMeters(registry, "default"),
                time -> time.isZero()
                        ? Uni.createFrom().voidItem()
                        : Uni.createFrom().emitter(waits::add),
                new Random(1),
                CLOCK);
    }

    private FeedbackPipeline pipeline(FakeHubFeedback from, String name, Duration acknowledgedWithin) {
        return pipeline(from, name, acknowledgedWithin, pause -> {
            pauses.add(pause);
            return Uni.createFrom().voidItem();
        });
    }

    private FeedbackPipeline pipeline(FakeHubFeedback from, String name, Duration acknowledgedWithin, Pauses between) {
        FeedbackMeters meters = new FeedbackMeters(registry, name);
        Backoff backoff = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(30));
        return new FeedbackPipeline(
                from,
                new Receiver(name, backoff, new Random(1), registry, CLOCK),
                new FeedbackTopic(
                        name,
                        new OutgoingRecords(kafka::write),
                        new FeedbackWriter("downlink.feedback", FeedbackWriter.COLLECTOR),
                        meters,
                        CLOCK),
                canary,
                new Patience(acknowledgedWithin, quiet),
                between);
    }

    private void run(FeedbackPipeline pipeline) {
        running.add(pipeline.carry().subscribe().with(_ -> {}, failure -> {
            throw new AssertionError("a pipeline never ends", failure);
        }));
    }

    private double count(String meter, String tag, String value) {
        return registry.get(meter).tag(tag, value).counter().count();
    }

    private static FeedbackRecord record(String deviceId, @Nullable String messageId, String statusCode) {
        return new FeedbackRecord(
                deviceId, "638012345", messageId, statusCode, statusCode, NOW.minus(Duration.ofSeconds(10)));
    }
}
