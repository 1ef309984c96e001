package io.downlink.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.downlink.gateway.OneReplica.OpenCall;
import io.downlink.gateway.OneReplica.OpenWrite;
import io.downlink.gateway.lanes.ParkedPlace;
import io.downlink.gateway.lanes.Parking;
import io.downlink.hub.MethodResult;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/**
 * Commands for a few devices that come and go, carried by a gateway that crashes and moves, while its calls, its events
 * and its log take their time: whatever the schedule, each command ends once, in its order.
 */
class ParkingModelTest {
    @Property(tries = 150)
    void shouldEndEachCommandOnceInItsOrder(
            @ForAll @Size(min = 50, max = 400) List<@IntRange(max = 9_999) Integer> schedule,
            @ForAll @IntRange(max = 2) int limit) {
        Play play = new Play(List.of(0, 3, 1_000).get(limit));
        for (int step : schedule) {
            play.play(step % 18, step / 18);
            play.check();
        }
        play.toTheEnd();
    }

    private static final class Play {
        private static final int DEVICES = 4;

        private final TestTime time = new TestTime(Instant.parse("2026-11-21T10:00:00Z"));
        private final KafkaModel kafka = new KafkaModel(time);
        private final Set<String> offline = new HashSet<>();
        /** Offsets, in the order in which the devices carried them out. */
        private final Map<String, List<Long>> executed = new HashMap<>();

        private final int parkedMax;
        private Parking parking;
        private OneReplica replica;

        Play(int parkedMax) {
            this.parkedMax = parkedMax;
            this.parking = parking();
            this.replica = new OneReplica(kafka.takeOver(), parking, time, kafka);
        }

        void toTheEnd() {
            offline.clear();
            for (int round = 0; round < 400 && !isDone(); round++) {
                goOn();
                check();
            }
            goOn();
            assertThat(kafka.finals().keySet()).as("ended").isEqualTo(kafka.offsets());
            assertThat(kafka.finals())
                    .allSatisfy((offset, events) ->
                            assertThat(events).as("final events of " + offset).hasSize(1));
            kafka.finals().forEach((offset, events) -> {
                if (events.contains("completed")) {
                    assertThat(executed.get(kafka.command(offset).device())).contains(offset);
                }
                if (events.contains("cancelled") || events.contains("expired")) {
                    assertThat(executed.getOrDefault(kafka.command(offset).device(), List.of()))
                            .as("executed, though it is told that it was not")
                            .doesNotContain(offset);
                }
            });
            assertThat(replica.tenure.position().orElseThrow()).isEqualTo(kafka.size());
            assertThat(parking.parked()).isZero();
            assertThat(replica.tenure.lanes().withWork()).isZero();
        }

        private boolean isDone() {
            return kafka.allEnded() && replica.tenure.position().orElseThrow() == kafka.size();
        }

        void play(int kind, int number) {
            switch (kind) {
                case 0, 1, 2, 3 ->
                    kafka.send(
                            "d-" + number % DEVICES,
                            number / 4 % 2 == 0,
                            time.instant(),
                            Duration.ofSeconds(number / 8 % 3 == 0 ? 40 : 3_600));
                case 4, 5 -> receive();
                case 6 -> receiveAll();
                case 7 -> answer(number);
                case 8 -> toggle("d-" + number % DEVICES);
                case 9 -> {
                    time.moveBy(Duration.ofSeconds(1 + number % 12));
                    replica.tenure.lanes().sweep();
                }
                case 10 -> replica.tenure.lanes().sweep();
                case 11 -> written();
                case 12 -> allWritten();
                case 13 -> readAgain();
                case 14 -> kafka.writeLog();
                case 15, 16 -> {
                    if (kafka.size() > 0) {
                        kafka.cancel(Math.max(0, kafka.size() - 1 - number % 8), time.instant());
                    }
                }
                default -> {
                    switch (number % 6) {
                        case 0 -> crash(number / 6);
                        case 1 -> move();
                        case 2, 3 -> checkpoint();
                        default -> kafka.commitOffset(replica.tenure.position().orElseThrow());
                    }
                }
            }
        }

        private void goOn() {
            receiveAll();
            while (!replica.calls.isEmpty()) {
                answer(0);
            }
            kafka.writeLog();
            allWritten();
            kafka.writeLog();
            readAgain();
            time.moveBy(Duration.ofSeconds(5));
            replica.tenure.lanes().sweep();
            kafka.commitOffset(replica.tenure.position().orElseThrow());
        }

        private void receive() {
            if (replica.hasRoom() && kafka.hasMore()) {
                replica.receive(kafka.next());
            }
        }

        private void receiveAll() {
            while (replica.hasRoom() && kafka.hasMore()) {
                replica.receive(kafka.next());
            }
        }

        private void answer(int number) {
            if (!replica.calls.isEmpty()) {
                OpenCall open = replica.calls.remove(number % replica.calls.size());
                if (offline.contains(open.call().deviceId())) {
                    open.fail();
                } else {
                    execute(open);
                    open.answer().complete(new MethodResult(200, "null"));
                }
            }
        }

        private void execute(OpenCall open) {
            executed.computeIfAbsent(open.call().deviceId(), _ -> new ArrayList<>())
                    .add(Long.valueOf(open.call().payloadJson()));
        }

        private void toggle(String device) {
            if (!offline.remove(device)) {
                offline.add(device);
            }
        }

        private void written() {
            OpenWrite next = replica.writes.poll();
            if (next != null) {
                replica.acknowledge(next, kafka.append(next.record()));
            }
        }

        private void allWritten() {
            while (!replica.writes.isEmpty()) {
                written();
            }
        }

        private void readAgain() {
            for (ParkedPlace next = replica.wanted.poll(); next != null; next = replica.wanted.poll()) {
                replica.readAgain(kafka.command(next.offset()).record());
            }
        }

        private void checkpoint() {
            replica.tenure.checkpoint().subscribe().with(_ -> {}, failure -> {
                throw new AssertionError(failure);
            });
        }

        /** Of what was on its way some has arrived, and nobody was told. */
        private void crash(int luck) {
            for (OpenCall open : replica.calls) {
                if (luck % 2 == 0 && !offline.contains(open.call().deviceId())) {
                    execute(open);
                }
            }
            int arrived = luck % 3;
            for (OpenWrite write : replica.writes) {
                if (arrived-- > 0) {
                    kafka.append(write.record());
                }
            }
            time.forget();
            replica = start();
        }

        /** What is open is awaited, as when the partition goes to another replica. */
        private void move() {
            replica.tenure.close();
            while (!replica.calls.isEmpty()) {
                answer(0);
            }
            kafka.writeLog();
            allWritten();
            checkpoint();
            kafka.writeLog();
            kafka.commitOffset(replica.tenure.position().orElseThrow());
            replica.tenure.end();
            time.forget();
            assertThat(parking.parked()).as("parked, with the partition gone").isZero();
            replica = start();
        }

        private OneReplica start() {
            parking = parking();
            return new OneReplica(kafka.takeOver(), parking, time, kafka);
        }

        private Parking parking() {
            return new Parking(Duration.ofSeconds(10), parkedMax, 3, Duration::ofSeconds, () -> true);
        }

        void check() {
            executed.forEach((device, offsets) -> {
                List<Long> first = offsets.stream().distinct().toList();
                assertThat(first).as("executed by " + device).isEqualTo(List.copyOf(new TreeSet<>(first)));
                offsets.stream()
                        .filter(offset -> kafka.command(offset).atMostOnce())
                        .forEach(offset -> assertThat(offsets)
                                .as("executions of " + offset)
                                .containsOnlyOnce(offset));
            });
            assertThat(replica.calls.stream().map(open -> open.call().deviceId()))
                    .as("calls open")
                    .doesNotHaveDuplicates();
            Set<Long> settled = new HashSet<>(kafka.finals().keySet());
            settled.addAll(kafka.parkedInTheLog());
            for (long offset = 0; offset < kafka.committed(); offset++) {
                if (kafka.command(offset).cancels()) {
                    settled.add(offset);
                }
                assertThat(settled).as("acknowledged").contains(offset);
            }
        }
    }
}
