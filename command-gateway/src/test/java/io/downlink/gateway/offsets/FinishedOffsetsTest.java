package io.downlink.gateway.offsets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class FinishedOffsetsTest {
    private static final long START = 40;
    private static final long END = 80;

    /** The model is the plain set of finished offsets. */
    @Property
    void shouldKnowWhatAPlainSetKnows(@ForAll @Size(max = 60) List<@LongRange(min = 30, max = 79) Long> finished) {
        // given
        FinishedOffsets ranges = new FinishedOffsets(START);
        TreeSet<Long> model = new TreeSet<>(LongStream.range(0, START).boxed().toList());
        for (long offset : finished) {
            // when
            ranges.finish(offset);
            model.add(offset);
            // then
            assertSame(ranges, model);
        }
    }

    /** Records come in order with holes between them, and are finished in any order; a new owner goes on from there. */
    @Property
    void shouldCountHolesAsFinishedAndGoOnFromWhatWasKept(
            @ForAll @Size(min = 1, max = 30) List<@LongRange(min = 40, max = 79) Long> records,
            @ForAll @Size(max = 30) List<@LongRange(min = 0, max = 29) Long> finishedIndexes) {
        // given
        List<Long> inOrder = records.stream().distinct().sorted().toList();
        FinishedOffsets ranges = new FinishedOffsets(START);
        TreeSet<Long> model =
                new TreeSet<>(LongStream.range(0, inOrder.getLast()).boxed().toList());
        inOrder.forEach(model::remove);
        inOrder.forEach(ranges::arrive);
        // when
        for (long index : finishedIndexes) {
            if (index < inOrder.size()) {
                ranges.finish(inOrder.get((int) index));
                model.add(inOrder.get((int) index));
            }
        }
        // then
        assertSame(ranges, model);
        assertSame(new FinishedOffsets(ranges.position(), ranges.above()), model);
    }

    @Test
    void shouldHoldOneRangeForManyRecordsBehindAnOpenOne() {
        // given
        FinishedOffsets ranges = new FinishedOffsets(0);
        // when
        for (long offset = 0; offset < 100_000; offset++) {
            ranges.arrive(offset);
            if (offset != 7) {
                ranges.finish(offset);
            }
        }
        // then
        assertThat(ranges.position()).isEqualTo(7);
        assertThat(ranges.above()).containsExactly(new OffsetRange(8, 100_000));
    }

    @Test
    void shouldTakeUpWhereKafkaLeavesOffsWhenOldRecordsAreGone() {
        // given
        FinishedOffsets ranges = new FinishedOffsets(10);
        // when
        ranges.arrive(25);
        // then
        assertThat(ranges.position()).isEqualTo(25);
        assertThat(ranges.contains(25)).isFalse();
    }

    @Test
    void shouldKnowWhatIsFinishedWhenOffsetsWereSetBack() {
        // given
        FinishedOffsets ranges = new FinishedOffsets(10);
        // when
        ranges.arrive(0);
        ranges.arrive(1);
        // then
        assertThat(ranges.contains(1)).isTrue();
        assertThat(ranges.position()).isEqualTo(10);
    }

    @Test
    void shouldRefuseARecordThatComesTwice() {
        // given
        FinishedOffsets ranges = new FinishedOffsets(0);
        ranges.arrive(5);
        // then
        assertThatThrownBy(() -> ranges.arrive(5)).isInstanceOf(IllegalArgumentException.class);
    }

    private static void assertSame(FinishedOffsets ranges, Set<Long> model) {
        for (long offset = 0; offset <= END; offset++) {
            assertThat(ranges.contains(offset)).as("offset %d", offset).isEqualTo(model.contains(offset));
        }
        long position = ranges.position();
        assertThat(LongStream.range(0, position)).allMatch(model::contains);
        assertThat(model).doesNotContain(position);
        List<OffsetRange> above = ranges.above();
        for (int i = 0; i < above.size(); i++) {
            long before = i == 0 ? position : above.get(i - 1).end();
            assertThat(above.get(i).from()).as("apart from the one before").isGreaterThan(before);
        }
    }
}
