package io.downlink.localstack.verdict;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FeedbackVerdictTest {
    private static final Instant NOW = Instant.parse("2026-12-01T09:00:00Z");

    private final List<Told> told = new ArrayList<>();
    private final List<Outcome> outcomes = new ArrayList<>();
    private final List<Deed> deeds = new ArrayList<>();

    @ParameterizedTest
    @CsvSource({
        "delivered, message-completed",
        "rejected, message-rejected",
        "delivery-count-exceeded, message-abandoned",
        "expired, message-received"
    })
    void shouldFindNothingWhereTheOutcomeIsWhatTheDeviceDid(String event, String deed) {
        // given
        enqueued("m-1");
        outcome("m-1", event);
        outcome("m-1", event);
        did("m-1", deed);
        // then
        assertThat(verdict()).isEqualTo(new FeedbackVerdict(1, List.of(), List.of(), 1));
        assertThat(verdict().clean()).isTrue();
    }

    @Test
    void shouldFindAMessageThatNoOutcomeIsToldOf() {
        // given
        enqueued("m-1");
        outcome("m-2", "expired");
        // then
        assertThat(verdict().lost()).singleElement().asString().contains("m-1");
        assertThat(verdict().clean()).isFalse();
    }

    @Test
    void shouldNotTakeForAnOutcomeThatThereIsNone() {
        // given
        enqueued("m-1");
        outcome("m-1", "lost");
        // then
        assertThat(verdict().lost()).hasSize(1);
    }

    @Test
    void shouldLetARealOutcomeReplaceThatThereIsNone() {
        // given
        enqueued("m-1");
        outcome("m-1", "lost");
        outcome("m-1", "expired");
        // then
        assertThat(verdict().clean()).isTrue();
    }

    @Test
    void shouldFindAMessageThatIsToldAsLostAfterItsOutcome() {
        // given
        enqueued("m-1");
        outcome("m-1", "expired");
        outcome("m-1", "lost");
        // then
        assertThat(verdict().contradicted()).singleElement().asString().contains("m-1", "expired, and then as lost");
        assertThat(verdict().lost()).isEmpty();
        assertThat(verdict().clean()).isFalse();
    }

    @Test
    void shouldFindTwoOutcomesOfOneMessage() {
        // given
        enqueued("m-1");
        did("m-1", "message-completed");
        outcome("m-1", "delivered");
        outcome("m-1", "expired");
        // then
        assertThat(verdict().contradicted()).singleElement().asString().contains("delivered and as expired");
        assertThat(verdict().clean()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"delivered", "rejected", "delivery-count-exceeded"})
    void shouldFindAnOutcomeThatTheDeviceDenies(String event) {
        // given
        enqueued("m-1");
        did("m-1", "message-received");
        outcome("m-1", event);
        // then
        assertThat(verdict().contradicted()).singleElement().asString().contains(event, "did not");
    }

    @Test
    void shouldExpectNothingOfWhatTheHubDidNotTake() {
        // given
        tell("m-1", "in-doubt");
        // then
        assertThat(verdict()).isEqualTo(new FeedbackVerdict(0, List.of(), List.of(), 0));
    }

    @Test
    void shouldNotReadWhatNamesNoMessage() {
        assertThat(Outcome.read("{\"event\": \"delivered\", \"commandId\": null}".getBytes(UTF_8), NOW))
                .isEmpty();
        assertThat(Outcome.read("nothing".getBytes(UTF_8), NOW)).isEmpty();
    }

    private void enqueued(String id) {
        tell(id, "enqueued");
    }

    private void tell(String id, String event) {
        told.add(Told.read(0, json("\"final\": true", id, event), NOW).orElseThrow());
    }

    private void outcome(String id, String event) {
        outcomes.add(Outcome.read(json("\"hub\": \"default\"", id, event), NOW).orElseThrow());
    }

    private void did(String id, String event) {
        String line = "{\"event\": \"%s\", \"messageId\": \"%s\"}".formatted(event, id);
        deeds.add(Deed.read("pump-1", deeds.size() + 1, line).orElseThrow());
    }

    private static byte[] json(String more, String id, String event) {
        return "{%s, \"deviceId\": \"pump-1\", \"commandId\": \"%s\", \"event\": \"%s\"}"
                .formatted(more, id, event)
                .getBytes(UTF_8);
    }

    private FeedbackVerdict verdict() {
        return FeedbackVerdict.on(told, outcomes, deeds);
    }
}
