package io.downlink.localstack.verdict;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class InHandTest {
    private static final Instant START = Instant.parse("2026-12-01T10:00:00Z");

    private final List<Noted> noted = new ArrayList<>();
    private final List<Told> told = new ArrayList<>();

    @Test
    void shouldCountAMarkUntilItsOutcome() {
        mark(1, 10);
        end(1, 20);

        assertThat(inHand(9)).isZero();
        assertThat(inHand(10)).isEqualTo(1);
        assertThat(inHand(19)).isEqualTo(1);
        assertThat(inHand(20)).isZero();
    }

    @Test
    void shouldCountAMarkThatHasNoOutcomeYet() {
        mark(1, 10);

        assertThat(inHand(1_000)).isEqualTo(1);
    }

    @Test
    void shouldNotCountBetweenAttempts() {
        mark(1, 10);
        notRun(1, 20);
        mark(1, 30);

        assertThat(inHand(25)).isZero();
        assertThat(inHand(30)).isEqualTo(1);
    }

    @Test
    void shouldTellTheOffsetsOfPartitionsApart() {
        mark(1, 10);
        Noted elsewhere = Noted.read(4, "{\"entry\":\"mark\",\"offset\":1}".getBytes(UTF_8), at(10))
                .orElseThrow();
        noted.add(elsewhere);
        end(1, 20);

        assertThat(inHand(30)).isEqualTo(1);
        assertThat(InHand.at(at(30), noted, told).count(note -> note.partition() == 3))
                .isZero();
    }

    @Test
    void shouldLookPastCheckpoints() {
        assertThat(Noted.read(3, "{\"entry\":\"checkpoint\",\"position\":1}".getBytes(UTF_8), START))
                .isEmpty();
    }

    private int inHand(int second) {
        return InHand.at(at(second), noted, told).count(_ -> true);
    }

    private void mark(long offset, int second) {
        note("mark", offset, second);
    }

    private void notRun(long offset, int second) {
        note("not-run", offset, second);
    }

    private void note(String entry, long offset, int second) {
        String json = "{\"entry\":\"%s\",\"offset\":%d,\"deviceId\":\"pump-1\"}".formatted(entry, offset);
        noted.add(Noted.read(3, json.getBytes(UTF_8), at(second)).orElseThrow());
    }

    private void end(long offset, int second) {
        String json = "{\"event\":\"completed\",\"final\":true,\"source\":{\"offset\":%d}}".formatted(offset);
        told.add(Told.read(3, json.getBytes(UTF_8), at(second)).orElseThrow());
    }

    private static Instant at(int second) {
        return START.plusSeconds(second);
    }
}
