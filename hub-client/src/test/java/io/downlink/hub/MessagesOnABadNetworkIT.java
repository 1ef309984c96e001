package io.downlink.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.downlink.emulator.EmulatorSettings;
import io.downlink.emulator.HubEmulator;
import io.downlink.hub.HubFailure.ConnectionLost;
import io.downlink.hub.HubFailure.ResponseTimeout;
import io.downlink.hub.HubFailure.Unreachable;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of messages, and of the next ones, when the connection does not live. */
class MessagesOnABadNetworkIT {
    private static final String ADDRESS = "127.46.0.2";

    private static final MessageTimeouts SHORT = new MessageTimeouts(
            Duration.ofSeconds(10), Duration.ofSeconds(2), Duration.ofSeconds(1), Duration.ofHours(1));
    private static final MessageTimeouts PATIENT = new MessageTimeouts(
            Duration.ofSeconds(10), Duration.ofMinutes(5), Duration.ofSeconds(1), Duration.ofHours(1));

    private HubEmulator emulator;
    private AmqpProxy network;

    @BeforeEach
    void start(@TempDir Path directory) throws IOException {
        emulator = startedIn(directory);
        network = new AmqpProxy(ADDRESS, () -> emulator.amqpsPort());
    }

    @AfterEach
    void stop() throws IOException {
        network.close();
        emulator.close();
    }

    @Test
    void shouldBeInDoubtAfterItsDeadlineAndSendTheNextOnAnotherConnectionWhenTheHubFallsSilent() {
        try (IotHubClient client = open(SHORT, Clock.systemUTC())) {
            // given
            sendBy(client);
            network.fallSilent();
            // when
            HubFailure failure = HubFailures.of(client.send(message()));
            // then
            assertThat(failure).isExactlyInstanceOf(ResponseTimeout.class);
            assertThat(failure.mayHaveExecuted()).isTrue();
            network.recover();
            sendBy(client);
            assertThat(network.connections()).isEqualTo(2);
            assertThat(emulator.hub().messages().statistics().enqueuedCount())
                    .as("what was given up is not sent later")
                    .isEqualTo(2);
        }
    }

    @Test
    void shouldBeInDoubtBeforeItsDeadlineWhenTheConnectionBreaksUnderAMessage() {
        try (IotHubClient client = open(PATIENT, Clock.systemUTC())) {
            // given
            sendBy(client);
            network.fallSilent();
            UniAssertSubscriber<Enqueued> underWay =
                    client.send(message()).subscribe().withSubscriber(UniAssertSubscriber.create());
            await().until(network::hasSwallowedSomething);
            // when
            network.recover();
            // then
            HubFailure failure = HubFailures.of(underWay);
            assertThat(failure).isExactlyInstanceOf(ConnectionLost.class);
            assertThat(failure.mayHaveExecuted()).isTrue();
            sendBy(client);
        }
    }

    @Test
    void shouldReplaceAConnectionThatIsAnHourOld() {
        AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
        try (IotHubClient client = open(PATIENT, new SettableClock(now))) {
            // given
            sendBy(client);
            sendBy(client);
            assertThat(network.connections()).isEqualTo(1);
            // when
            now.updateAndGet(time -> time.plus(Duration.ofHours(1)));
            sendBy(client);
            // then
            assertThat(network.connections()).isEqualTo(2);
        }
    }

    @Test
    void shouldSendTheNextMessageWhenTheHubWasGoneAndIsBack() {
        try (IotHubClient client = open(SHORT, Clock.systemUTC())) {
            // given
            sendBy(client);
            emulator.close();
            // then
            await().untilAsserted(() ->
                    assertThat(HubFailures.of(client.send(message()))).isExactlyInstanceOf(Unreachable.class));
            // when
            emulator = startedIn(dataDirOf(emulator));
            // then
            sendBy(client);
        }
    }

    private static HubEmulator startedIn(Path directory) {
        return HubEmulator.start(EmulatorSettings.atFreePorts(ADDRESS, directory));
    }

    private static Path dataDirOf(HubEmulator emulator) {
        return Objects.requireNonNull(emulator.caFile().getParent());
    }

    private IotHubClient open(MessageTimeouts timeouts, Clock clock) {
        HubSettings settings = HubSettings.fromConnectionString(
                "default", emulator.connectionString("service"), emulator.httpsPort(), emulator.caFile(), 10);
        return new IotHubClient(Loops.VERTX, settings, CallTimeouts.DEFAULTS, timeouts, clock);
    }

    private static void sendBy(IotHubClient client) {
        assertThat(client.send(message()).await().atMost(Duration.ofSeconds(20)))
                .isEqualTo(new Enqueued("m"));
    }

    private static OutgoingMessage message() {
        return new OutgoingMessage(
                "device-1",
                null,
                "m",
                Bytes.utf8("hello"),
                null,
                Map.of(),
                AckLevel.NONE,
                Instant.now().plusSeconds(3600));
    }

    private static final class SettableClock extends Clock {
        private final AtomicReference<Instant> now;

        SettableClock(AtomicReference<Instant> now) {
            this.now = now;
        }

        @Override
        public Instant instant() {
            return now.get();
        }

        @Override
        public ZoneOffset getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
