package io.downlink.gateway.tenure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class GateTest {
    private final Gate gate = new Gate();
    private final List<Integer> passed = new CopyOnWriteArrayList<>();

    @Test
    void shouldHoldWhatComesBeforeItOpens() {
        // given
        gate.pass(() -> passed.add(1));
        gate.pass(() -> passed.add(2));
        assertThat(passed).isEmpty();
        // when
        gate.open();
        gate.pass(() -> passed.add(3));
        // then
        assertThat(passed).containsExactly(1, 2, 3);
    }

    @RepeatedTest(20)
    void shouldKeepTheOrderWhileItOpens() {
        // given
        int all = 2_000;
        Thread opening = Thread.ofVirtual().unstarted(gate::open);
        // when
        for (int i = 0; i < all; i++) {
            int number = i;
            gate.pass(() -> passed.add(number));
            if (i == all / 2) {
                opening.start();
            }
        }
        // then
        await().atMost(Duration.ofSeconds(30)).until(() -> passed.size() == all);
        assertThat(passed)
                .containsExactlyElementsOf(IntStream.range(0, all).boxed().toList());
    }
}
