package io.downlink.localstack.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RoundTest {
    private static final int MANY = 2_000;

    @Test
    void shouldBringTheSameRoundsForTheSameSeed() {
        assertThat(rounds(7)).isEqualTo(rounds(7)).isNotEqualTo(rounds(8));
    }

    @Test
    void shouldBringEveryStrikeAndEveryTrouble() {
        Set<Strike> strikes = EnumSet.noneOf(Strike.class);
        Set<String> troubles = new HashSet<>();
        for (Round round : rounds(1)) {
            strikes.add(round.strike());
            round.troubles().forEach(trouble -> troubles.add(trouble.label()));
        }
        assertThat(strikes).containsExactlyInAnyOrder(Strike.values());
        assertThat(troubles)
                .contains(
                        "hub outage",
                        "429 storm",
                        "latency",
                        "late answers",
                        "execute, then close",
                        "delivered after the caller was cut off",
                        "delivered after the caller's time-out");
    }

    private static List<Round> rounds(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return Stream.generate(() -> Round.next(random)).limit(MANY).toList();
    }
}
