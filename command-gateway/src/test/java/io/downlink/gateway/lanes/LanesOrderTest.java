package io.downlink.gateway.lanes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.downlink.contracts.commands.CommandId.Lane;
import io.smallrye.mutiny.Uni;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Work of many lanes that ends on many threads, at once or later, well or not. */
class LanesOrderTest {
    private static final int LANES = 7;
    private static final int PIECES = 20_000;

    /** What one lane's work saw. Its list is not synchronized: the lane is what keeps two from writing at once. */
    private static final class LaneRecord {
        private final List<Integer> order = new ArrayList<>();
        private final AtomicInteger atOnce = new AtomicInteger();
        private final AtomicInteger atOnceMax = new AtomicInteger();

        void begins(int piece) {
            order.add(piece);
            atOnceMax.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
        }

        void ends() {
            atOnce.decrementAndGet();
        }
    }

    static LongStream seeds() {
        return LongStream.concat(LongStream.of(1, 2, 3), new Random().longs(3));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void shouldKeepEachLanesOrderAndNeverRunTwoOfItAtOnce(long seed) throws InterruptedException {
        Random random = new Random(seed);
        Lanes lanes = new Lanes(Parkings.none(), _ -> {}, Clock.systemUTC());
        Map<Lane, LaneRecord> records = new HashMap<>();
        Map<Lane, List<Integer>> entered = new HashMap<>();
        CountDownLatch told = new CountDownLatch(PIECES);

        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            for (int piece = 0; piece < PIECES; piece++) {
                Lane lane = new Lane("default", "device-" + random.nextInt(LANES), null);
                LaneRecord record = records.computeIfAbsent(lane, _ -> new LaneRecord());
                entered.computeIfAbsent(lane, _ -> new ArrayList<>()).add(piece);
                Uni<Integer> work = work(record, piece, random, threads);
                lanes.inOrder(
                                new Ticket(
                                        LaneKey.of(lane), piece, piece, Instant.parse("2100-01-01T00:00:00Z"), false),
                                _ -> work)
                        .subscribe()
                        .with(_ -> told.countDown(), _ -> told.countDown());
            }
            assertThat(told.await(60, TimeUnit.SECONDS))
                    .as("all pieces have ended")
                    .isTrue();
        }

        records.forEach((lane, record) -> {
            assertThat(record.order).as(lane.deviceId()).isEqualTo(entered.get(lane));
            assertThat(record.atOnceMax).as(lane.deviceId()).hasValue(1);
        });
        await().atMost(Duration.ofSeconds(60)).until(() -> lanes.withWork() == 0); // told first, then let go of
    }

    private static Uni<Integer> work(LaneRecord record, int piece, Random random, ExecutorService threads) {
        Uni<Integer> work = Uni.createFrom().item(() -> {
            record.begins(piece);
            return piece;
        });
        Uni<Integer> running = switch (random.nextInt(20)) {
            case 0 -> work.onItem().delayIt().by(Duration.ofMillis(1));
            case 1, 2, 3, 4, 5 -> work;
            default -> work.emitOn(threads);
        };
        boolean fails = random.nextInt(10) == 0;
        return running.invoke(() -> {
            record.ends();
            if (fails) {
                throw new IllegalStateException("on purpose");
            }
        });
    }
}
