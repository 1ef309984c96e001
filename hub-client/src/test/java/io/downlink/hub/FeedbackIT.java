package io.downlink.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.downlink.emulator.EmulatorSettings;
import io.downlink.emulator.HubEmulator;
import io.downlink.emulator.hub.CloudToDeviceMessage;
import io.downlink.emulator.hub.DeviceId;
import io.downlink.emulator.hub.DeviceSpec;
import io.downlink.emulator.hub.Identity;
import io.downlink.emulator.hub.MessagingRules;
import io.downlink.hub.HubFailure.Abandoned;
import io.downlink.hub.HubFailure.ConnectionLost;
import io.downlink.hub.HubFailure.Unauthorized;
import io.downlink.hub.HubFailure.Unexpected;
import io.downlink.hub.HubFailure.Unreachable;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Feedback of messages: the client, the unmodified service SDK, real AMQP and a whole hub. */
class FeedbackIT {
    private static final String ADDRESS = "127.51.0.1";
    private static final int RETURNS_MAX = 2;
    private static final Duration SOON = Duration.ofSeconds(20);

    /** How long nothing may come where nothing should. */
    private static final Duration QUIET = Duration.ofSeconds(2);

    /** Feedback goes out at once, and a batch that is given back twice is dropped. */
    private static final MessagingRules RULES = new MessagingRules(
            Duration.ofHours(1),
            Duration.ofSeconds(60),
            RETURNS_MAX,
            false,
            Duration.ofMillis(50),
            Duration.ofSeconds(60),
            Duration.ofHours(1));

    private HubEmulator emulator;
    private AmqpProxy network;
    private SdkFeedback feedback;

    @BeforeEach
    void start(@TempDir Path directory) throws IOException {
        emulator = HubEmulator.start(
                EmulatorSettings.atFreePorts(ADDRESS, directory).with(RULES));
        network = new AmqpProxy(ADDRESS, () -> emulator.amqpsPort());
        feedback = open("service", FeedbackTimeouts.DEFAULTS);
    }

    @AfterEach
    void stop() throws IOException {
        feedback.close();
        network.close();
        emulator.close();
    }

    @Test
    void shouldTellWhatBecameOfAMessage() {
        // given
        Identity device = register("pump");
        Instant before = Instant.now().minusMillis(1);
        purge("pump", "m:1");
        expire("pump", "m:2");
        // when
        AssertSubscriber<FeedbackBatch> subscriber = subscribed(2);
        // then
        List<FeedbackRecord> records = records(subscriber, 2);
        assertThat(records).extracting(FeedbackRecord::messageId).containsExactlyInAnyOrder("m:1", "m:2");
        assertThat(records).extracting(FeedbackRecord::statusCode).containsExactlyInAnyOrder("unknown", "Expired");
        assertThat(records).extracting(FeedbackRecord::description).containsExactlyInAnyOrder("Purged", "Expired");
        assertThat(records).allSatisfy(item -> {
            assertThat(item.deviceId()).isEqualTo("pump");
            assertThat(item.deviceGenerationId()).isEqualTo(device.generationId());
            assertThat(item.enqueuedTimeUtc()).isBetween(before, Instant.now());
        });
    }

    @Test
    void shouldTellOfAMessageWithoutAnIdLikeOfAnyOther() {
        // given: another program need not give ids
        register("foreign");
        purge("foreign", null);
        purge("foreign", "m");
        // then
        assertThat(records(subscribed(2), 2))
                .extracting(FeedbackRecord::messageId)
                .containsExactlyInAnyOrder(null, "m");
    }

    @Test
    void shouldNotGetABatchAgainThatWasCompleted() {
        // given
        register("pump");
        purge("pump", "m");
        AssertSubscriber<FeedbackBatch> subscriber = subscribed(10);
        // when
        boolean inTime = first(subscriber).complete();
        // then
        assertThat(inTime).isTrue();
        staysAt(1, subscriber);
        cancelled(subscriber);
        staysAt(0, subscribed(10));
    }

    @Test
    void shouldGetABatchAgainThatWasAbandoned() {
        // given
        register("pump");
        purge("pump", "m");
        AssertSubscriber<FeedbackBatch> subscriber = subscribed(10);
        // when
        first(subscriber).abandon();
        // then
        subscriber.awaitItems(2, SOON);
        assertThat(subscriber.getItems().getLast().records())
                .isEqualTo(first(subscriber).records());
        assertThat(first(subscriber).complete()).isFalse();
        assertThat(subscriber.getItems().getLast().complete()).isTrue();
    }

    @Test
    void shouldAbandonABatchThatIsNotSettledInTime() {
        // given
        feedback = open("service", FeedbackTimeouts.DEFAULTS.withSettle(Duration.ofMillis(300)));
        register("pump");
        purge("pump", "m");
        // when
        AssertSubscriber<FeedbackBatch> subscriber = subscribed(10);
        // then
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(subscriber.getItems()).hasSizeGreaterThan(1));
        assertThat(first(subscriber).complete()).isFalse();
    }

    @Test
    void shouldAbandonABatchThatNobodyAsksFor() {
        // given
        feedback = open("service", FeedbackTimeouts.DEFAULTS.withSettle(Duration.ofMillis(300)));
        register("pump");
        purge("pump", "m");
        // when
        AssertSubscriber<FeedbackBatch> subscriber = subscribed(0);
        // then given back as often as the hub allows, it is dropped
        staysAt(0, subscriber);
        subscriber.request(1);
        staysAt(0, subscriber);
    }

    @Test
    void shouldHandOverOneBatchAtATime() {
        // given
        register("pump");
        AssertSubscriber<FeedbackBatch> subscriber = subscribed(10);
        purge("pump", "m:1");
        FeedbackBatch first = first(subscriber);
        // when
        purge("pump", "m:2");
        // then
        staysAt(1, subscriber);
        first.complete();
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(subscriber.getItems()).hasSize(2));
        assertThat(subscriber.getItems().getLast().records().getFirst().messageId())
                .isEqualTo("m:2");
    }

    @Test
    void shouldLeaveABatchToTheNextReceiverWhenCancelled() {
        // given
        register("pump");
        purge("pump", "m");
        AssertSubscriber<FeedbackBatch> subscriber = subscribed(10);
        FeedbackBatch held = first(subscriber);
        // when
        cancelled(subscriber);
        // then it was given back once, and is not dropped
        assertThat(held.complete()).isFalse();
        assertThat(first(subscribed(1)).records()).isEqualTo(held.records());
    }

    @Test
    void shouldFailWhenTheConnectionBreaksAndBeReceivedByTheNextSubscriber() {
        // given
        register("pump");
        AssertSubscriber<FeedbackBatch> subscriber = subscribed(10);
        purge("pump", "m");
        FeedbackBatch held = first(subscriber);
        // when
        network.cut();
        // then
        assertThat(failureOf(subscriber)).isExactlyInstanceOf(ConnectionLost.class);
        assertThat(held.complete()).isFalse();
        assertThat(first(subscribed(1)).records()).isEqualTo(held.records());
    }

    @Test
    void shouldFailWhenWhoIsToldOfTheOpeningFails() {
        // given
        Runnable defect = () -> {
            throw new IllegalStateException("a defect of the caller");
        };
        // when
        AssertSubscriber<FeedbackBatch> subscriber =
                feedback.feedback(defect).subscribe().withSubscriber(AssertSubscriber.create(1));
        // then
        assertThat(failureOf(subscriber)).isInstanceOf(Unexpected.class);
    }

    @Test
    void shouldFailWhenTheHubGoes() {
        // given
        AssertSubscriber<FeedbackBatch> subscriber = subscribed(10);
        await().until(() -> network.connections() == 1);
        register("pump");
        purge("pump", "m");
        first(subscriber).complete();
        // when
        emulator.close();
        // then
        assertThat(failureOf(subscriber)).isExactlyInstanceOf(ConnectionLost.class);
        assertThat(failureOf(subscribed(1))).isExactlyInstanceOf(Unreachable.class);
    }

    @Test
    void shouldFailWhenTheConnectionFallsSilent() {
        // given
        FeedbackTimeouts usual = FeedbackTimeouts.DEFAULTS;
        feedback = open(
                "service",
                new FeedbackTimeouts(
                        usual.open(), usual.settle(), usual.close(), usual.check(), Duration.ofSeconds(2)));
        register("pump");
        AssertSubscriber<FeedbackBatch> subscriber = subscribed(10);
        purge("pump", "m");
        first(subscriber).complete();
        // when
        network.fallSilent();
        // then
        assertThat(failureOf(subscriber)).isExactlyInstanceOf(ConnectionLost.class);
    }

    @Test
    void shouldTellThatThePolicyHasNotTheRight() {
        feedback = open("registryRead", FeedbackTimeouts.DEFAULTS);
        assertThat(failureOf(subscribed(1))).isExactlyInstanceOf(Unauthorized.class);
    }

    @Test
    void shouldFailSubscribersWhenTheClientIsClosed() {
        // given
        register("pump");
        AssertSubscriber<FeedbackBatch> subscriber = subscribed(10);
        purge("pump", "m");
        FeedbackBatch held = first(subscriber);
        // when
        feedback.close();
        // then
        assertThat(failureOf(subscriber)).isExactlyInstanceOf(Abandoned.class);
        assertThat(held.complete()).isFalse();
        assertThat(failureOf(subscribed(1))).isExactlyInstanceOf(Unreachable.class);
    }

    private AssertSubscriber<FeedbackBatch> subscribed(long demand) {
        return feedback.feedback().subscribe().withSubscriber(AssertSubscriber.create(demand));
    }

    private static FeedbackBatch first(AssertSubscriber<FeedbackBatch> subscriber) {
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(subscriber.getItems()).isNotEmpty());
        return subscriber.getItems().getFirst();
    }

    /** Completes whatever comes until there are so many. */
    private static List<FeedbackRecord> records(AssertSubscriber<FeedbackBatch> subscriber, int count) {
        return await().atMost(SOON)
                .until(
                        () -> {
                            List<FeedbackBatch> batches = subscriber.getItems();
                            batches.forEach(FeedbackBatch::complete);
                            return batches.stream()
                                    .flatMap(batch -> batch.records().stream())
                                    .toList();
                        },
                        records -> records.size() >= count);
    }

    private static HubFailure failureOf(AssertSubscriber<?> subscriber) {
        Throwable failure = subscriber.awaitFailure(SOON).getFailure();
        return ((HubException) failure).failure();
    }

    private static void staysAt(int batches, AssertSubscriber<?> subscriber) {
        await().during(QUIET)
                .atMost(SOON)
                .untilAsserted(() -> assertThat(subscriber.getItems()).hasSize(batches));
    }

    /** Cancels, and waits until its receiver is gone. */
    private void cancelled(AssertSubscriber<?> subscriber) {
        subscriber.cancel();
        await().atMost(SOON).until(() -> feedback.receivers() == 0);
    }

    private Identity register(String id) {
        return emulator.hub()
                .registry()
                .create(new DeviceSpec(new DeviceId(id), null, true, null))
                .identity();
    }

    private void purge(String deviceId, @Nullable String messageId) {
        send(deviceId, messageId, Instant.now().plusSeconds(3600));
        emulator.hub().messages().purge(new DeviceId(deviceId));
    }

    private void expire(String deviceId, String messageId) {
        send(deviceId, messageId, Instant.now().plusMillis(100));
    }

    private void send(String deviceId, @Nullable String messageId, Instant expiry) {
        emulator.hub()
                .messages()
                .send(
                        new DeviceId(deviceId),
                        new CloudToDeviceMessage(
                                messageId,
                                null,
                                null,
                                "/devices/" + deviceId + "/messages/devicebound",
                                null,
                                null,
                                expiry,
                                io.downlink.emulator.hub.AckLevel.FULL,
                                Map.of(),
                                ByteBuffer.allocate(0)));
    }

    private SdkFeedback open(String policy, FeedbackTimeouts timeouts) {
        HubSettings hub = HubSettings.fromConnectionString(
                "default", emulator.connectionString(policy), emulator.httpsPort(), emulator.caFile(), 10);
        SSLContext tls = HubTls.context(hub.caFile());
        return new SdkFeedback(hub, SdkCredentials.open(hub, tls, Clock.systemUTC()), tls, timeouts);
    }
}
