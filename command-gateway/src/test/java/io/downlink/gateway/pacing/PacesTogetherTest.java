package io.downlink.gateway.pacing;

import static io.downlink.gateway.pacing.TestClock.START;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Replicas that have more to send than a hub takes, and know of each other only by its refusals. */
class PacesTogetherTest {
    private static final int PARTITIONS = 12;
    private static final double SHARE = 0.8;
    private static final Duration CALL_TAKES = Duration.ofMillis(20);

    private final List<Replica> replicas = new ArrayList<>();
    private final Random random = new Random(3);
    private Instant now = START;

    @ParameterizedTest
    @CsvSource({"40, 0.1", "40, 1", "400, 0.1", "400, 1"})
    void shouldStayCloseToTheShareAndHardlyEverBeRefused(double perSecond, double burstSeconds) {
        // given
        HubModel hub = new HubModel(perSecond, burstSeconds);
        replicas(hub, 3);
        // when
        run(hub, Duration.ofMinutes(30));
        // then
        hub.assertThatTheShareWasUsedAndNotMuchMore(Duration.ofMinutes(30));
    }

    @ParameterizedTest
    @CsvSource({"40, 0.1", "40, 1", "400, 0.1", "400, 1"})
    void shouldTakeUpThePartOfAReplicaThatHasGone(double perSecond, double burstSeconds) {
        // given
        HubModel hub = new HubModel(perSecond, burstSeconds);
        replicas(hub, 3);
        run(hub, Duration.ofMinutes(3));
        replicas.removeLast();
        // when
        run(hub, Duration.ofSeconds(45)); // until the group has noticed
        replicas.forEach(replica -> replica.part.is(PARTITIONS / 2, PARTITIONS));
        hub.forget();
        run(hub, Duration.ofMinutes(30));
        // then
        hub.assertThatTheShareWasUsedAndNotMuchMore(Duration.ofMinutes(30));
    }

    @ParameterizedTest
    @CsvSource({"40, 0.1", "40, 1", "400, 0.1", "400, 1"})
    void shouldUseWhatTheOthersLeave(double perSecond, double burstSeconds) {
        // given
        HubModel hub = new HubModel(perSecond, burstSeconds);
        replicas(hub, 3);
        run(hub, Duration.ofMinutes(3));
        // when
        replicas.subList(1, 3).clear(); // they have nothing to send any more
        run(hub, Duration.ofMinutes(5));
        hub.forget();
        run(hub, Duration.ofMinutes(5));
        // then
        hub.assertThatTheShareWasUsedAndNotMuchMore(Duration.ofMinutes(5));
    }

    private void replicas(HubModel hub, int number) {
        for (int i = 0; i < number; i++) {
            replicas.add(new Replica(hub, PARTITIONS / number));
        }
    }

    /** Each sends whatever its pace gives. */
    private void run(HubModel hub, Duration time) {
        Instant end = now.plus(time);
        for (; now.isBefore(end); now = now.plusMillis(5)) {
            hub.fill(now);
            Collections.shuffle(replicas, random); // nobody is always first
            replicas.forEach(Replica::send);
        }
    }

    private final class Replica {
        private final HubModel hub;
        private final OwnPart part = new OwnPart();
        private final Pace pace;
        private final Queue<Refused> refused = new ArrayDeque<>();

        private record Refused(Instant began, Instant answered) {}

        Replica(HubModel hub, int partitions) {
            this.hub = hub;
            part.is(partitions, PARTITIONS);
            pace = new Pace(SHARE * hub.perSecond, part, START);
        }

        void send() {
            for (Refused next = refused.peek(); next != null && !next.answered().isAfter(now); next = refused.peek()) {
                pace.throttled(next.began(), null, now);
                refused.remove();
            }
            while (pace.wait(1, now).isZero()) {
                pace.take(1, now);
                if (!hub.takes()) {
                    refused.add(new Refused(now, now.plus(CALL_TAKES)));
                }
            }
        }
    }

    /** A bucket of tokens, which refuses when it is empty. */
    private static final class HubModel {
        private final double perSecond;
        private final double capacity;
        private double tokens;
        private Instant filled = START;
        private long taken;
        private long refused;

        HubModel(double perSecond, double burstSeconds) {
            this.perSecond = perSecond;
            this.capacity = Math.max(1, perSecond * burstSeconds);
            this.tokens = capacity;
        }

        void fill(Instant now) {
            tokens = Math.min(
                    capacity, tokens + perSecond * Duration.between(filled, now).toMillis() / 1_000);
            filled = now;
        }

        boolean takes() {
            if (tokens < 1) {
                refused++;
                return false;
            }
            tokens--;
            taken++;
            return true;
        }

        void forget() {
            taken = 0;
            refused = 0;
        }

        void assertThatTheShareWasUsedAndNotMuchMore(Duration time) {
            double share = SHARE * perSecond * time.toSeconds();
            assertThat(taken / share).as("of the share in use").isBetween(0.98, 1.1);
            assertThat((double) refused / (taken + refused))
                    .as("of all calls refused")
                    .isLessThan(0.01);
        }
    }
}
