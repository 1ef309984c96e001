package io.downlink.gateway.pacing;

import static io.downlink.gateway.pacing.TestClock.START;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Replicas that have more to send than a hub takes, and know of each other only by what it holds back and refuses. */
class PacesTogetherTest {
    private static final int PARTITIONS = 12;
    private static final double SHARE = 0.8;
    private static final Duration CALL_TAKES = Duration.ofMillis(20);
    private static final int PLACES = 256;

    private final List<Replica> replicas = new ArrayList<>();
    private final Random random = new Random(3);
    private Instant now = START;

    @ParameterizedTest
    @CsvSource({"40, 0.1, 0", "40, 1, 0", "400, 0.1, 0", "400, 1, 0", "40, 1, 3", "400, 1, 3", "400, 0.1, 1"})
    void shouldStayCloseToTheShareAndHardlyEverBeRefused(double perSecond, double burstSeconds, double backlogSeconds) {
        // given
        HubModel hub = new HubModel(perSecond, burstSeconds, backlogSeconds);
        replicas(hub, 3);
        // when
        run(Duration.ofMinutes(30));
        // then
        hub.assertThatTheShareWasUsedAndNotMuchMore(Duration.ofMinutes(30));
    }

    @ParameterizedTest
    @CsvSource({"40, 0.1, 0", "40, 1, 0", "400, 0.1, 0", "400, 1, 0", "40, 1, 3", "400, 1, 3", "400, 0.1, 1"})
    void shouldTakeUpThePartOfAReplicaThatHasGone(double perSecond, double burstSeconds, double backlogSeconds) {
        // given
        HubModel hub = new HubModel(perSecond, burstSeconds, backlogSeconds);
        replicas(hub, 3);
        run(Duration.ofMinutes(3));
        replicas.removeLast();
        // when
        run(Duration.ofSeconds(45)); // until the group has noticed
        replicas.forEach(replica -> replica.part.is(PARTITIONS / 2, PARTITIONS));
        hub.forget();
        run(Duration.ofMinutes(30));
        // then
        hub.assertThatTheShareWasUsedAndNotMuchMore(Duration.ofMinutes(30));
    }

    @ParameterizedTest
    @CsvSource({"40, 0.1, 0", "40, 1, 0", "400, 0.1, 0", "400, 1, 0", "40, 1, 3", "400, 1, 3", "400, 0.1, 1"})
    void shouldUseWhatTheOthersLeave(double perSecond, double burstSeconds, double backlogSeconds) {
        // given
        HubModel hub = new HubModel(perSecond, burstSeconds, backlogSeconds);
        replicas(hub, 3);
        run(Duration.ofMinutes(3));
        // when
        replicas.subList(1, 3).clear(); // they have nothing to send any more
        run(Duration.ofMinutes(5));
        hub.forget();
        run(Duration.ofMinutes(5));
        // then
        hub.assertThatTheShareWasUsedAndNotMuchMore(Duration.ofMinutes(5));
    }

    private void replicas(HubModel hub, int number) {
        for (int i = 0; i < number; i++) {
            replicas.add(new Replica(hub, PARTITIONS / number));
        }
    }

    /** Each sends whatever its pace gives. */
    private void run(Duration time) {
        Instant end = now.plus(time);
        for (; now.isBefore(end); now = now.plusMillis(5)) {
            Collections.shuffle(replicas, random); // nobody is always first
            replicas.forEach(Replica::send);
        }
    }

    private final class Replica {
        private final HubModel hub;
        private final OwnPart part = new OwnPart();
        private final Pace pace;
        private final Queue<Call> open = new PriorityQueue<>(Comparator.comparing(Call::end));

        private record Call(Instant began, Instant end, boolean refused) {}

        Replica(HubModel hub, int partitions) {
            this.hub = hub;
            part.is(partitions, PARTITIONS);
            pace = new Pace(SHARE * hub.perSecond, part, START);
        }

        void send() {
            for (Call next = open.peek(); next != null && !next.end().isAfter(now); next = open.peek()) {
                if (next.refused()) {
                    pace.throttled(next.began(), null, now);
                } else {
                    pace.answered(Duration.between(next.began(), now));
                }
                open.remove();
            }
            while (open.size() < PLACES && pace.wait(1, now).isZero()) {
                pace.take(1, now);
                double wait = hub.wait(now);
                boolean refused = wait > hub.backlogSeconds;
                Duration held = refused ? Duration.ZERO : Duration.ofNanos((long) (wait * 1e9));
                open.add(new Call(now, now.plus(held).plus(CALL_TAKES), refused));
            }
        }
    }

    /** A bucket of tokens. When it is empty calls wait for the next ones, and are refused where that would take too long. */
    private static final class HubModel {
        private final double perSecond;
        private final double capacity;
        private final double backlogSeconds;
        private double tokens;
        private Instant filled = START;
        private long taken;
        private long refused;

        HubModel(double perSecond, double burstSeconds, double backlogSeconds) {
            this.perSecond = perSecond;
            this.capacity = Math.max(1, perSecond * burstSeconds);
            this.backlogSeconds = backlogSeconds;
            this.tokens = capacity;
        }

        /** @return for how many seconds the call waits; more than it may: it is refused */
        double wait(Instant now) {
            fill(now);
            double seconds = tokens < 1 ? (1 - tokens) / perSecond : 0;
            if (seconds > backlogSeconds) {
                refused++;
            } else {
                tokens--;
                taken++;
            }
            return seconds;
        }

        private void fill(Instant now) {
            tokens = Math.min(
                    capacity, tokens + perSecond * Duration.between(filled, now).toMillis() / 1_000);
            filled = now;
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
