package io.downlink.gateway.repeats;

import static org.assertj.core.api.Assertions.assertThat;

import io.downlink.contracts.commands.CommandId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What is remembered against a plain map, while the time goes on. */
class EndedCommandsPropertyTest {
    private static final Duration WINDOW = Duration.ofMinutes(12);
    private static final Duration SLICE = Duration.ofMinutes(1);
    private static final int COMMANDS = 30;

    /** A command has ended, this long after the one before. */
    record Step(int command, boolean inDoubt, Duration after) {}

    record Ended(Place place, Instant time) {}

    private Instant now = Instant.parse("2026-11-21T10:00:00Z");

    @Property
    void shouldKnowWhatAPlainMapKnowsWhileTheTimeGoesOn(@ForAll("steps") List<Step> steps) {
        // given
        RepeatMemory memory = new RepeatMemory(WINDOW, 1_000_000, new MovedClock());
        EndedCommands known = memory.open();
        Map<Integer, Ended> model = new HashMap<>();
        long offset = 0;
        for (Step step : steps) {
            now = now.plus(step.after());
            model.values().removeIf(this::isForgotten);
            Place place = new Place(offset++, step.inDoubt());
            // when
            known.learn(command(step.command()), now, place.offset(), place.inDoubt());
            model.merge(
                    step.command(),
                    new Ended(place, now),
                    (before, after) -> new Ended(before.place().or(after.place()), before.time()));
            // then
            for (int number = 0; number <= COMMANDS; number++) {
                Ended ended = model.get(number);
                OptionalLong expected = ended == null
                        ? OptionalLong.empty()
                        : OptionalLong.of(ended.place().offset());
                assertThat(known.find(command(number))).isEqualTo(expected);
            }
            assertThat(memory.commands()).isEqualTo(model.size());
        }
    }

    @Property
    void shouldFindEveryNumberThatWasPutUnderItsHash(@ForAll List<Long> hashes) {
        // given
        Slice slice = new Slice();
        Map<Long, Long> model = new HashMap<>();
        // when
        for (long number = 0; number < hashes.size(); number++) {
            slice.put(hashes.get((int) number), number);
            model.put(hashes.get((int) number), number);
        }
        // then
        assertThat(slice.size()).isEqualTo(model.size());
        model.forEach((hash, number) -> assertThat(slice.find(hash)).isEqualTo(number));
        for (Long hash : hashes) {
            if (!model.containsKey(hash + 1)) {
                assertThat(slice.find(hash + 1)).isEqualTo(Slice.NONE);
            }
        }
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, COMMANDS),
                        Arbitraries.of(true, false),
                        Arbitraries.longs().between(0, 90).map(Duration::ofSeconds))
                .as(Step::new)
                .list()
                .ofMaxSize(120);
    }

    private boolean isForgotten(Ended ended) {
        return sliceOf(ended.time()) < sliceOf(now.minus(WINDOW));
    }

    private static long sliceOf(Instant time) {
        return Math.floorDiv(time.toEpochMilli(), SLICE.toMillis());
    }

    private static CommandId command(int number) {
        return new CommandId("default", "pump-" + number % 3, number % 2 == 0 ? null : "module", "c-" + number);
    }

    private final class MovedClock extends Clock {
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
            return this;
        }
    }
}
