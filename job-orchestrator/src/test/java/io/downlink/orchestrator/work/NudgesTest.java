package io.downlink.orchestrator.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

class NudgesTest {
    private final Deque<Runnable> threads = new ArrayDeque<>();
    private final Nudges nudges = new Nudges(threads::add);
    private final List<String> heard = new ArrayList<>();

    @Test
    void shouldBeHeardByEachElsewhereThanWhereTheyAreGiven() {
        // given
        nudges.heard().subscribe().with(_ -> heard.add("first"));
        nudges.heard().subscribe().with(_ -> heard.add("second"));
        // when
        nudges.now();
        // then
        assertThat(heard).isEmpty();
        // when
        while (!threads.isEmpty()) {
            threads.remove().run();
        }
        // then
        assertThat(heard).containsExactlyInAnyOrder("first", "second");
    }
}
