package io.downlink.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.downlink.gateway.lanes.ParkedPlace;
import io.downlink.gateway.lanes.Parking;
import io.downlink.hub.HubException;
import io.downlink.hub.HubFailure.ConnectionLost;
import io.downlink.hub.HubFailure.Evidence;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A call is given up in doubt, told of, and still on its way when its partition goes to another replica. */
class LateCallAfterAMoveTest {
    /** Response timeout, time on the way, and a little more. */
    private static final Duration ARRIVES_WITHIN = Duration.ofSeconds(30 + 10 + 5);

    private final TestTime time = new TestTime(Instant.parse("2026-11-21T10:00:00Z"));
    private final KafkaModel kafka = new KafkaModel(time);
    private OneReplica replica = start();

    @BeforeEach
    void giveUpACallInDoubt() {
        kafka.send("d-0", true, time.instant(), Duration.ofHours(1));
        kafka.send("d-0", true, time.instant(), Duration.ofHours(1));
        kafka.send("d-1", true, time.instant(), Duration.ofHours(1));
        settleAll();
        assertThat(replica.calls).hasSize(2);
        replica.calls
                .getFirst()
                .answer()
                .fail(new HubException(new ConnectionLost(new Evidence("reset", null, null)), null));
        settleAll();
        assertThat(kafka.told(0)).containsExactly("in-doubt");
        assertThat(replica.calls).as("open before the move").hasSize(2);
    }

    @Test
    void shouldKeepTheDevicesNextCommandAwayUntilItCannotArriveAnyMore() {
        // when
        replica = start();
        settleAll();
        time.moveBy(ARRIVES_WITHIN.minusSeconds(1));
        settleAll();
        // then
        assertThat(replica.calls).isEmpty();
        time.moveBy(Duration.ofSeconds(1));
        settleAll();
        assertThat(replica.calls).extracting(open -> open.call().payloadJson()).containsExactly("1");
    }

    @Test
    void shouldKeepItAwayUnderEveryOwnerThatFollows() {
        // given
        replica = start();
        settleAll();
        time.moveBy(Duration.ofSeconds(5));
        replica.tenure.checkpoint().subscribe().with(_ -> {});
        settleAll();
        // when
        replica = start();
        settleAll();
        time.moveBy(ARRIVES_WITHIN.minusSeconds(6));
        settleAll();
        // then
        assertThat(replica.calls).isEmpty();
        time.moveBy(Duration.ofSeconds(1));
        settleAll();
        assertThat(replica.calls).extracting(open -> open.call().payloadJson()).containsExactly("1");
    }

    /** All that does not take the hub, or time. */
    private void settleAll() {
        for (int round = 0; round < 5; round++) {
            while (replica.hasRoom() && kafka.hasMore()) {
                replica.receive(kafka.next());
            }
            kafka.writeLog();
            while (!replica.writes.isEmpty()) {
                OneReplica.OpenWrite next = replica.writes.remove();
                replica.acknowledge(next, kafka.append(next.record()));
            }
            for (ParkedPlace next = replica.wanted.poll(); next != null; next = replica.wanted.poll()) {
                replica.readAgain(kafka.command(next.offset()).record());
            }
        }
    }

    private OneReplica start() {
        time.forget();
        Parking parking = new Parking(Duration.ofHours(1), 100, 10, Duration::ofSeconds, () -> true);
        return new OneReplica(kafka.takeOver(), parking, time, kafka);
    }
}
