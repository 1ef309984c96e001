package io.downlink.emulator.virtual;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VirtualRuleTest {
    @ParameterizedTest
    @CsvSource({
        "v-*,          v-1,         true",
        "v-*,          v-,          true",
        "v-*,          w-1,         false",
        "v-*,          V-1,         false",
        "*,            anything,    true",
        "*-pump,       a-b-pump,    true",
        "*-pump,       a-pump-b,    false",
        "a*b*c,        a-b-b-c,     true",
        "a*b*c,        a-c-b,       false",
        "v-*-,         v-1,         false",
        "v-1..100,     v-1,         true",
        "v-1..100,     v-100,       true",
        "v-1..100,     v-0,         false",
        "v-1..100,     v-101,       false",
        "v-1..100,     v-007,       false",
        "v-1..100,     v-,          false",
        "v-1..100,     v-1x,        false",
        "v-001..100,   v-007,       true",
        "v-001..100,   v-7,         false",
        "v1-1..9,      v1-3,        true",
    })
    void shouldKnowWhichIdsAreMeant(String ids, String id, boolean expected) {
        assertThat(VirtualIds.parse(ids).matches(id)).isEqualTo(expected);
    }

    @Test
    void shouldListTheIdsOfARangeAlone() {
        assertThat(VirtualIds.parse("v-08..11").listed()).containsExactly("v-08", "v-09", "v-10", "v-11");
        assertThat(VirtualIds.parse("v-*").listed()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "v-*",
                "v-1..10000",
                "v-*,latency=20ms..80ms",
                "v-*,latency=20ms..80ms,fail=0.01,hang=0.001,offline=0.05",
            })
    void shouldBeWrittenAsItIsRead(String text) {
        assertThat(VirtualRule.parse(text)).hasToString(text);
    }

    @Test
    void shouldTakeOneLatencyForAll() {
        VirtualRule rule = VirtualRule.parse("v-*,latency=2s");

        assertThat(rule.latencyMin()).isEqualTo(Duration.ofSeconds(2));
        assertThat(rule.latencyMax()).isEqualTo(Duration.ofSeconds(2));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "v-1",
                "v-5..4",
                "v-*,latency",
                "v-*,latency=fast",
                "v-*,latency=80ms..20ms",
                "v-*,fail=1.1",
                "v-*,fail=-0.1",
                "v-*,fail=NaN",
                "v-*,fail=0.6,hang=0.6",
                "v-*,offline=x",
                "v-*,speed=1",
                "v-*,",
            })
    void shouldRefuseWhatIsNoRule(String text) {
        assertThatThrownBy(() -> VirtualRule.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("\n");
    }

    @Test
    void shouldHangFailAndAnswerByItsDice() {
        VirtualRule rule = VirtualRule.parse("v-*,hang=0.1,fail=0.2");

        assertThat(rule.reaction("v-1", () -> 0.099)).isEqualTo(new Reaction.Hang());
        assertThat(rule.reaction("v-1", () -> 0.1)).isEqualTo(new Reaction.Answer(Duration.ZERO, false));
        assertThat(rule.reaction("v-1", () -> 0.299)).isEqualTo(new Reaction.Answer(Duration.ZERO, false));
        assertThat(rule.reaction("v-1", () -> 0.301)).isEqualTo(new Reaction.Answer(Duration.ZERO, true));
    }

    @Test
    void shouldTakeItsTimeWithinTheLatency() {
        VirtualRule rule = VirtualRule.parse("v-*,latency=20ms..80ms");

        assertThat(rule.reaction("v-1", () -> 0)).isEqualTo(new Reaction.Answer(Duration.ofMillis(20), true));
        assertThat(rule.reaction("v-1", () -> 0.5)).isEqualTo(new Reaction.Answer(Duration.ofMillis(50), true));
        assertThat(rule.reaction("v-1", () -> Math.nextDown(1.0)))
                .isEqualTo(new Reaction.Answer(Duration.ofMillis(80), true));
    }

    @Test
    void shouldHaveTheSameDevicesOfflineEachTime() {
        VirtualRule rule = VirtualRule.parse("v-*,offline=0.05");

        long offline = IntStream.range(0, 100_000)
                .filter(i -> rule.isOffline("v-" + i))
                .count();

        assertThat(offline / 100_000.0).isCloseTo(0.05, within(0.005));
        assertThat(rule.reaction("v-7", () -> 0) instanceof Reaction.Offline).isEqualTo(rule.isOffline("v-7"));
        assertThat(VirtualRule.parse("v-*").isOffline("v-7")).isFalse();
        assertThat(VirtualRule.parse("v-*,offline=1").isOffline("v-7")).isTrue();
    }
}
