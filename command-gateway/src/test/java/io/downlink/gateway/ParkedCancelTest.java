package io.downlink.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.downlink.gateway.lanes.ParkedPlace;
import io.downlink.gateway.lanes.Parking;
import io.downlink.hub.MethodResult;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What is parked, taken back, and asked for again. */
class ParkedCancelTest {
    private final TestTime time = new TestTime(Instant.parse("2026-11-21T10:00:00Z"));
    private final KafkaModel kafka = new KafkaModel(time);
    private OneReplica replica = start();

    @Test
    void shouldTakeBackWhatIsParked() {
        // given
        parkBehindAnOpenCall();
        // when
        kafka.cancel(1, time.instant());
        settleAll();
        // then
        assertThat(kafka.told(1)).containsExactly("parked", "cancelled");
        assertThat(kafka.told(2)).isEmpty();
        assertThat(replica.calls).hasSize(1);
        assertThat(replica.tenure.lanes().places()).isEmpty();
    }

    @Test
    void shouldTellARepeatWhatBecameOfTheParkedOneThatWasTakenBack() {
        // given
        parkBehindAnOpenCall();
        kafka.repeat(1, time.instant());
        settleAll();
        // when
        kafka.cancel(1, time.instant());
        settleAll();
        // then
        assertThat(kafka.told(1)).containsExactly("parked", "cancelled");
        assertThat(kafka.told(2)).isEmpty();
        replica.calls.removeFirst().answer().complete(new MethodResult(200, "null"));
        settleAll();
        assertThat(kafka.told(2)).containsExactly("cancelled");
        assertThat(replica.calls).isEmpty();
    }

    @Test
    void shouldTellNothingOfACancelThatIsReadAgainAfterACrash() {
        // given
        parkBehindAnOpenCall();
        kafka.cancel(1, time.instant());
        settleAll();
        assertThat(kafka.told(1)).containsExactly("parked", "cancelled");
        // when
        replica = start();
        settleAll();
        // then
        assertThat(kafka.told(1)).containsExactly("parked", "cancelled");
        assertThat(kafka.told(2)).isEmpty();
    }

    @Test
    void shouldTakeBackWhatIsOnItsWayToTheLog() {
        // given
        kafka.send("d-0", true, time.instant(), Duration.ofHours(1));
        kafka.send("d-0", true, time.instant(), Duration.ofHours(1));
        settleAll();
        time.moveBy(Duration.ofSeconds(11));
        replica.tenure.lanes().sweep();
        // when
        kafka.cancel(1, time.instant());
        receiveAll();
        assertThat(kafka.told(1)).isEmpty();
        settleAll();
        // then
        assertThat(kafka.told(1)).containsExactly("parked", "cancelled");
    }

    @Test
    void shouldNotTakeBackAParkedCommandThatAnEarlierOwnerMayHaveCalled() {
        // given
        kafka.send("d-0", false, time.instant(), Duration.ofHours(1));
        kafka.send("d-0", false, time.instant(), Duration.ofHours(1));
        settleAll();
        time.moveBy(Duration.ofSeconds(11));
        replica.tenure.lanes().sweep();
        settleAll();
        replica = start();
        // when
        kafka.cancel(1, time.instant());
        settleAll();
        // then
        assertThat(kafka.told(1)).containsExactly("parked");
        assertThat(kafka.told(2)).containsExactly("cancel-refused");
    }

    @Test
    void shouldCallNobodyBeforeKafkaKnowsThatTheOneBeforeWasTakenBack() {
        // given
        kafka.send("d-0", false, time.instant(), Duration.ofHours(1));
        kafka.send("d-0", false, time.instant(), Duration.ofHours(1));
        kafka.cancel(0, time.instant());
        receiveAll();
        // when
        kafka.writeLog();
        // then
        assertThat(replica.writes).hasSize(1);
        assertThat(replica.calls).isEmpty();
        settleAll();
        assertThat(kafka.told(0)).containsExactly("cancelled");
        assertThat(replica.calls).extracting(open -> open.call().payloadJson()).containsExactly("1");
    }

    /** The first of the lane is being called, the second is parked. */
    private void parkBehindAnOpenCall() {
        kafka.send("d-0", true, time.instant(), Duration.ofHours(1));
        kafka.send("d-0", true, time.instant(), Duration.ofHours(1));
        settleAll();
        assertThat(replica.calls).hasSize(1);
        time.moveBy(Duration.ofSeconds(11));
        replica.tenure.lanes().sweep();
        settleAll();
        assertThat(kafka.told(1)).containsExactly("parked");
    }

    private void receiveAll() {
        while (replica.hasRoom() && kafka.hasMore()) {
            replica.receive(kafka.next());
        }
    }

    /** All that does not take the hub, or time. */
    private void settleAll() {
        for (int round = 0; round < 5; round++) {
            receiveAll();
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
        Parking parking = new Parking(Duration.ofSeconds(10), 100, 10, Duration::ofSeconds, () -> true);
        return new OneReplica(kafka.takeOver(), parking, time, kafka);
    }
}
