package io.downlink.gateway.tenure;

import static org.assertj.core.api.Assertions.assertThat;

import io.downlink.gateway.marks.LogEntry.Checkpoint;
import io.downlink.gateway.pacing.DayCount;
import io.downlink.gateway.pacing.DayCounts;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** What was counted of the hubs' day goes with the partition. */
class DayCountsTest {
    private static final TopicPartition PARTITION = new TopicPartition("downlink.commands", 3);
    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
    private static final DayCount COUNT = new DayCount("default", LocalDate.parse("2026-11-21"), 17);

    private final Noted noted = new Noted();

    @Test
    void shouldGoOnFromTheCheckpointOfTheOwnerBeforeAndStandInTheNext() {
        // when
        Tenure tenure = OpenTenures.after(PARTITION, checkpoint(), OpenTenures.log(PARTITION), noted, CLOCK);
        // then
        assertThat(noted.of(3)).containsExactly(COUNT);
        assertThat(tenure.currentCheckpoint().dayCounts()).containsExactly(COUNT);
    }

    @Test
    void shouldBeReleasedWithThePartition() {
        // given
        Tenure tenure = OpenTenures.after(PARTITION, checkpoint(), OpenTenures.log(PARTITION), noted, CLOCK);
        // when
        tenure.end();
        // then
        assertThat(noted.of(3)).isEmpty();
    }

    @Test
    void shouldBeReleasedOnceForItMayBeThisReplicasAnew() {
        // given
        Tenure first = OpenTenures.after(PARTITION, checkpoint(), OpenTenures.log(PARTITION), noted, CLOCK);
        first.end();
        OpenTenures.after(PARTITION, checkpoint(), OpenTenures.log(PARTITION), noted, CLOCK);
        // when
        first.end();
        // then
        assertThat(noted.of(3)).containsExactly(COUNT);
    }

    private static Checkpoint checkpoint() {
        return new Checkpoint("topic-1", 0, List.of(), List.of(), List.of(), 0, 0, List.of(), List.of(COUNT));
    }

    private static final class Noted implements DayCounts {
        private final Map<Integer, List<DayCount>> byPartition = new HashMap<>();

        @Override
        public List<DayCount> of(int partition) {
            return byPartition.getOrDefault(partition, List.of());
        }

        @Override
        public void takeOver(int partition, List<DayCount> before) {
            byPartition.put(partition, before);
        }

        @Override
        public void release(int partition) {
            byPartition.remove(partition);
        }
    }
}
