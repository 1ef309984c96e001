package io.downlink.collector.receiving;

import static org.assertj.core.api.Assertions.assertThat;

import io.downlink.collector.receiving.ReceiverState.Connected;
import io.downlink.collector.receiving.ReceiverState.Disconnected;
import io.downlink.collector.receiving.ReceiverState.StandingBy;
import io.downlink.contracts.commands.Reason;
import io.downlink.hub.HubException;
import io.downlink.hub.HubFailure.Evidence;
import io.downlink.hub.HubFailure.Unauthorized;
import io.downlink.hub.HubFailure.Unreachable;
import io.downlink.service.pauses.Backoff;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReceiverTest {
    private static final Instant START = Instant.parse("2026-12-01T09:00:00Z");
    private static final Duration LONGEST = Duration.ofSeconds(8);
    private final HubException refused = new HubException(new Unauthorized(evidence("bad key")), null);
    private final HubException away = new HubException(new Unreachable(evidence("no route")), null);

    private final List<LogRecord> warnings = new CopyOnWriteArrayList<>();
    private final Handler listening = new Handler() {
        @Override
        public void publish(LogRecord line) {
            if (line.getLevel().intValue() >= Level.WARNING.intValue()) {
                warnings.add(line);
            }
        }

        @Override
        public void flush() {
            // nothing is kept back
        }

        @Override
        public void close() {
            // nothing is open
        }
    };
    private final Logger log = Logger.getLogger(Receiver.class.getName());
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final SetClock clock = new SetClock();
    private final Receiver receiver =
            new Receiver("west", new Backoff(Duration.ofSeconds(1), LONGEST), new Longest(), registry, clock);

    @BeforeEach
    void listen() {
        log.addHandler(listening);
    }

    @AfterEach
    void listenNoMore() {
        log.removeHandler(listening);
    }

    @Test
    void shouldPauseLongerWithEachFailure() {
        assertThat(List.of(receiver.failed(away), receiver.failed(away), receiver.failed(away), receiver.failed(away)))
                .containsExactly(
                        Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(4), Duration.ofSeconds(8));
        assertThat(receiver.failed(away)).isEqualTo(LONGEST);
    }

    @Test
    void shouldPauseAsAfterAFirstFailureWhenAReceiverStoodForLong() {
        // given
        receiver.failed(away);
        receiver.failed(away);
        receiver.accepted();
        clock.now = clock.now.plus(LONGEST);
        // when, then
        assertThat(receiver.failed(away)).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void shouldPauseLongerWhenReceiversAreAcceptedAndLostAgain() {
        // given
        receiver.failed(away);
        receiver.accepted();
        clock.now = clock.now.plus(LONGEST).minusNanos(1);
        // when, then
        assertThat(receiver.failed(away)).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void shouldSayWhyItIsNotConnectedAndSinceWhen() {
        // given
        receiver.failed(away);
        clock.now = START.plusSeconds(5);
        // when
        receiver.failed(away);
        // then
        assertThat(receiver.state()).isEqualTo(new Disconnected(START, Reason.HUB_UNAVAILABLE, "no route"));
        assertThat(connected()).isZero();
        // when
        receiver.accepted();
        // then
        assertThat(receiver.state()).isEqualTo(new Connected(START.plusSeconds(5), START.plusSeconds(5)));
        assertThat(connected()).isEqualTo(1);
    }

    @Test
    void shouldTellHowLongItHasHeardNothing() {
        // given
        receiver.accepted();
        clock.now = START.plusSeconds(5);
        assertThat(quiet()).isEqualTo(5);
        // when
        receiver.heard();
        // then
        assertThat(quiet()).isZero();
        assertThat(receiver.connectedSince(START)).isTrue();
        assertThat(receiver.connectedSince(START.minusNanos(1))).isFalse();
    }

    @Test
    void shouldNotBeConnectedWhenItIsRenewedOrStandsBy() {
        // given
        receiver.accepted();
        // when
        receiver.renewed(new IllegalStateException("on purpose"));
        // then
        assertThat(receiver.connectedSince(START)).isFalse();
        assertThat(registry.counter("downlink.feedback.receivers.renewed", "hub", "west")
                        .count())
                .isEqualTo(1);
        // when
        receiver.standsBy();
        // then
        assertThat(receiver.state()).isEqualTo(new StandingBy(START));
        assertThat(quiet()).isZero();
    }

    @Test
    void shouldWarnOnceForEachChangeOfTheReason() {
        // when
        receiver.failed(away);
        receiver.failed(away);
        receiver.failed(refused);
        receiver.failed(refused);
        receiver.accepted();
        receiver.failed(refused);
        // then
        assertThat(warnings)
                .extracting(LogRecord::getLevel)
                .extracting(Level::intValue)
                .containsExactly(900, 1000, 1000);
    }

    private double quiet() {
        return registry.get("downlink.feedback.quiet").gauge().value();
    }

    private double connected() {
        return registry.get("downlink.feedback.receiver.connected").gauge().value();
    }

    private static Evidence evidence(String detail) {
        return new Evidence(detail, null, null);
    }

    /** Draws the largest number. */
    private static final class Longest implements RandomGenerator {
        @Override
        public long nextLong() {
            return Long.MAX_VALUE;
        }

        @Override
        public long nextLong(long bound) {
            return bound - 1;
        }
    }

    private static final class SetClock extends Clock {
        private Instant now = START;

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
}
