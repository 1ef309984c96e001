package io.downlink.gateway.dispatch;

import static io.downlink.gateway.dispatch.Commands.WRITTEN;
import static io.downlink.gateway.dispatch.Commands.message;
import static io.downlink.gateway.dispatch.Commands.reboot;
import static io.downlink.gateway.dispatch.Commands.terms;
import static io.downlink.gateway.dispatch.Commands.with;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.downlink.contracts.commands.Ack;
import io.downlink.contracts.commands.CommandEvent;
import io.downlink.contracts.commands.CommandEvent.Cause;
import io.downlink.contracts.commands.CommandEvent.Completed;
import io.downlink.contracts.commands.CommandEvent.Enqueued;
import io.downlink.contracts.commands.CommandEvent.Expired;
import io.downlink.contracts.commands.CommandEvent.Failed;
import io.downlink.contracts.commands.CommandEvent.InDoubt;
import io.downlink.contracts.commands.CommandRequest.Body;
import io.downlink.contracts.commands.CommandRequest.Message;
import io.downlink.contracts.commands.CommandRequest.Terms;
import io.downlink.contracts.commands.CommandType;
import io.downlink.contracts.commands.Delivery;
import io.downlink.contracts.commands.Reason;
import io.downlink.contracts.commands.WhenOffline;
import io.downlink.gateway.pacing.TestPacers;
import io.downlink.hub.AckLevel;
import io.downlink.hub.Bytes;
import io.downlink.hub.HubFailure;
import io.downlink.hub.HubFailure.ConnectionLost;
import io.downlink.hub.HubFailure.DeviceNotFound;
import io.downlink.hub.HubFailure.DeviceNotOnline;
import io.downlink.hub.HubFailure.Evidence;
import io.downlink.hub.HubFailure.QueueFull;
import io.downlink.hub.HubFailure.Unreachable;
import io.downlink.hub.OutgoingMessage;
import io.downlink.service.pauses.Backoff;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Cloud-to-device messages, and those that take a method's place. */
class MessageDispatchTest {
    private static final Instant NOW = WRITTEN.plusSeconds(1);
    private static final HubFailure OFFLINE = new DeviceNotOnline(new Evidence("offline", 404103, null));
    private static final HubFailure LOST = new ConnectionLost(new Evidence("reset", null, null));
    private static final HubFailure FULL = new QueueFull(new Evidence("50 messages", 403002, null));
    private static final HubFailure UNREACHABLE = new Unreachable(new Evidence("refused", null, null));

    private final FakeHub hub = new FakeHub();
    private final MovedClock clock = new MovedClock(NOW);
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final Hubs hubs = new Hubs(List.of(new Hub("default", hub, TestPacers.unpaced(2, clock))));
    private final Dispatcher dispatcher = new Dispatcher(
            hubs,
            new RetryPolicy(
                    new Backoff(Duration.ofMillis(200), Duration.ofSeconds(30)),
                    new Backoff(Duration.ofMillis(500), Duration.ofSeconds(5)),
                    new Random(1)),
            clock,
            new TestLease(),
            new CallMeters(registry),
            clock);

    @Test
    void shouldTellThatTheHubHasTheMessage() {
        // when
        CommandEvent event = dispatch(message(atLeastOnce()));
        // then
        assertThat(event).isEqualTo(new Enqueued(event.about(), "c-1", WRITTEN.plus(Duration.ofHours(1)), Ack.FULL));
        assertThat(event.about().attempts()).isEqualTo(1);
        assertThat(hub.messages)
                .containsExactly(new OutgoingMessage(
                        "pump-1",
                        null,
                        "c-1",
                        Bytes.utf8("hello"),
                        null,
                        Map.of(),
                        AckLevel.FULL,
                        WRITTEN.plus(Duration.ofHours(1))));
    }

    @Test
    void shouldSendTheContentTypeAsAPropertyBesidesTheSendersOwn() {
        // when
        dispatch(message(
                new Message(new Body.Text("hello"), "text/plain", "order-5", Map.of("k", "v"), Ack.NONE, null),
                atLeastOnce()));
        // then
        OutgoingMessage sent = hub.messages.getFirst();
        assertThat(sent.properties()).isEqualTo(Map.of("k", "v", "content-type", "text/plain"));
        assertThat(sent.correlationId()).isEqualTo("order-5");
    }

    static Stream<Arguments> bodies() {
        return Stream.of(
                Arguments.of(new Body.Json(JsonNodeFactory.instance.objectNode().put("grün", 1.50)), "{\"grün\":1.5}"),
                Arguments.of(new Body.Text("{\"as\":  \"it stands\"}\n"), "{\"as\":  \"it stands\"}\n"),
                Arguments.of(new Body.Base64("w7w/"), "ü?"));
    }

    @ParameterizedTest
    @MethodSource("bodies")
    void shouldSendEachFormOfABody(Body body, String utf8) {
        // when
        dispatch(message(new Message(body, null, null, Map.of(), Ack.FULL, null), atLeastOnce()));
        // then
        assertThat(hub.messages.getFirst().body()).isEqualTo(Bytes.utf8(utf8));
    }

    @ParameterizedTest
    @CsvSource({"NONE, false", "POSITIVE, true", "NEGATIVE, true", "FULL, true"})
    void shouldExpectTheFeedbackThatItAsksFor(Ack ack, boolean expected) {
        // when
        Enqueued event = (Enqueued)
                dispatch(message(new Message(new Body.Text(""), null, null, Map.of(), ack, null), atLeastOnce()));
        // then
        assertThat(event.feedbackExpected()).isEqualTo(expected);
        assertThat(hub.messages.getFirst().ack()).hasToString(ack.name());
    }

    /** Seconds from the attempt. */
    @ParameterizedTest
    @CsvSource({"60, 61, 60", "60, 59, 59", ", 59, 59", ", 172801, 172800", "172800, 172801, 172800"})
    void shouldExpireAtTheEarlierOfDeadlineAndTimeToLive(@Nullable Long timeToLive, long deadline, long expected) {
        // given
        Duration living = timeToLive == null ? null : Duration.ofSeconds(timeToLive);
        Message message = new Message(new Body.Text(""), null, null, Map.of(), Ack.FULL, living);
        // when
        Enqueued event = (Enqueued) dispatch(message(message, with(atLeastOnce(), NOW.plusSeconds(deadline))));
        // then
        assertThat(event.expiresAt()).isEqualTo(NOW.plusSeconds(expected));
        assertThat(hub.messages.getFirst().expiresAt()).isEqualTo(event.expiresAt());
    }

    @Test
    void shouldTellTheExpiryThatTheHubWasGivenWhichHasNoMicroseconds() {
        // when
        Enqueued event = (Enqueued)
                dispatch(message(with(atLeastOnce(), NOW.plusSeconds(5).plusNanos(1_999_999))));
        // then
        assertThat(event.expiresAt()).isEqualTo(NOW.plusSeconds(5).plusMillis(1));
    }

    @Test
    void shouldLiveFromItsLastAttempt() {
        // given
        hub.thenFailsWith(UNREACHABLE);
        Message message = new Message(new Body.Text(""), null, null, Map.of(), Ack.FULL, Duration.ofMinutes(1));
        // when
        Enqueued event = (Enqueued) dispatch(message(message, atLeastOnce()));
        // then
        assertThat(clock.pauses).hasSize(1);
        assertThat(event.expiresAt().plusMillis(1))
                .isAfter(NOW.plus(Duration.ofMinutes(1)).plus(clock.pauses.getFirst()));
    }

    @Test
    void shouldSendNothingPastTheDeadline() {
        // when
        CommandEvent event = dispatch(message(with(atLeastOnce(), NOW)));
        // then
        assertThat(event).isInstanceOf(Expired.class);
        assertThat(hub.messages).isEmpty();
    }

    @Test
    void shouldFailWhenTheQueueStaysFull() {
        // given
        Collections.nCopies(3, FULL).forEach(hub::thenFailsWith);
        // when
        Failed event = (Failed) dispatch(message(atLeastOnce()));
        // then
        assertThat(event.cause()).isEqualTo(new Cause(Reason.QUEUE_FULL, "50 messages", 403002, null));
        assertThat(hub.messages).hasSize(3);
    }

    @Test
    void shouldFailForADeviceThatDoesNotExist() {
        // given
        hub.thenFailsWith(new DeviceNotFound(new Evidence("unknown", 404001, null)));
        // when
        Failed event = (Failed) dispatch(message(atLeastOnce()));
        // then
        assertThat(event.cause().reason()).isEqualTo(Reason.DEVICE_NOT_FOUND);
        assertThat(hub.messages).hasSize(1);
    }

    @Test
    void shouldSendAgainWhatMayBeEnqueuedWhenDeliveryIsAtLeastOnce() {
        // given
        hub.thenFailsWith(LOST);
        // when
        CommandEvent event = dispatch(message(atLeastOnce()));
        // then
        assertThat(event).isInstanceOf(Enqueued.class);
        assertThat(event.about().attempts()).isEqualTo(2);
        assertThat(hub.messages).extracting(OutgoingMessage::messageId).containsExactly("c-1", "c-1");
    }

    @Test
    void shouldBeInDoubtWhateverComesAfterOneAttemptThatMayHaveEnqueuedIt() {
        // given
        hub.thenFailsWith(LOST).thenFailsWith(FULL).thenFailsWith(FULL);
        // when
        InDoubt event = (InDoubt) dispatch(message(atLeastOnce()));
        // then
        assertThat(event.cause().reason()).isEqualTo(Reason.CONNECTION_LOST);
        assertThat(hub.messages).hasSize(3);
    }

    @Test
    void shouldSendOnceWhenDeliveryIsAtMostOnce() {
        // given
        hub.thenFailsWith(LOST);
        // when
        CommandEvent event = dispatch(message(terms()));
        // then
        assertThat(event).isInstanceOf(InDoubt.class);
        assertThat(hub.messages).hasSize(1);
    }

    @Test
    void shouldSendAMessageInPlaceOfAMethodWhoseDeviceIsOffline() {
        // given
        hub.thenFailsWith(OFFLINE);
        // when
        CommandEvent event = dispatch(reboot(with(terms(), WhenOffline.CLOUD_TO_DEVICE)));
        // then
        assertThat(event).isEqualTo(new Enqueued(event.about(), "c-1", WRITTEN.plus(Duration.ofHours(1)), Ack.FULL));
        assertThat(event.about().type()).isEqualTo(CommandType.DIRECT_METHOD);
        assertThat(event.about().attempts()).isEqualTo(2);
        assertThat(hub.calls).hasSize(1);
        assertThat(clock.pauses).isEmpty();
        OutgoingMessage sent = hub.messages.getFirst();
        assertThat(sent.body()).isEqualTo(Bytes.utf8("3"));
        assertThat(sent.properties()).isEqualTo(Map.of("downlink-method", "reboot", "downlink-command-id", "c-1"));
        assertThat(sent.ack()).isEqualTo(AckLevel.FULL);
    }

    @Test
    void shouldSendNoMessageWhenTheDeviceAnswers() {
        // when
        CommandEvent event = dispatch(reboot(with(terms(), WhenOffline.CLOUD_TO_DEVICE)));
        // then
        assertThat(event).isInstanceOf(Completed.class);
        assertThat(hub.messages).isEmpty();
    }

    @Test
    void shouldSendNoMessageAfterAMethodThatMayHaveRunWhenDeliveryIsAtMostOnce() {
        // given
        hub.thenFailsWith(LOST);
        // when
        CommandEvent event = dispatch(reboot(with(terms(), WhenOffline.CLOUD_TO_DEVICE)));
        // then
        assertThat(event).isInstanceOf(InDoubt.class);
        assertThat(hub.messages).isEmpty();
    }

    @Test
    void shouldCallTheMethodNoMoreOnceAMessageTakesItsPlace() {
        // given
        hub.thenFailsWith(OFFLINE);
        Collections.nCopies(3, UNREACHABLE).forEach(hub::thenFailsWith);
        // when
        Failed event = (Failed) dispatch(reboot(with(terms(), WhenOffline.CLOUD_TO_DEVICE)));
        // then
        assertThat(event.cause().reason()).isEqualTo(Reason.HUB_UNAVAILABLE);
        assertThat(hub.calls).hasSize(1);
        assertThat(hub.messages).hasSize(3);
    }

    @Test
    void shouldMeasureMethodsAndMessagesApart() {
        // given
        hub.thenFailsWith(OFFLINE);
        // when
        dispatch(reboot(with(terms(), WhenOffline.CLOUD_TO_DEVICE)));
        dispatch(reboot(terms()));
        // then
        assertThat(registry.find("downlink.hub.call").timers())
                .extracting(Meter::getId)
                .extracting(id -> id.getTag("operation") + " " + id.getTag("result"))
                .containsExactlyInAnyOrder("method DEVICE_NOT_ONLINE", "message ENQUEUED", "method ANSWERED");
    }

    private static Terms atLeastOnce() {
        return with(terms(), Delivery.AT_LEAST_ONCE);
    }

    private CommandEvent dispatch(Received received) {
        CompletableFuture<CommandEvent> event = dispatcher
                .dispatch(received, FreeLeave.FREE, Commands.held(received))
                .subscribeAsCompletionStage();
        assertThat(event).isDone();
        return event.join();
    }
}
