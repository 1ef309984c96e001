package io.downlink.contracts.commands;

import static io.downlink.contracts.JsonTexts.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import io.downlink.contracts.JsonTexts;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandEventReaderTest {
    private static final String FAILED = EventJson.of(
            new CommandEvent.Failed(Events.SPARE, new CommandEvent.Cause(Reason.THROTTLED, "429", null, null)));

    @Test
    void shouldIgnoreWhatALaterVersionAdds() {
        // given
        String later = JsonTexts.with(FAILED, "added", "{\"a\":[1]}");
        // then
        assertThat(CommandEventReader.read(utf8(later))).isEqualTo(CommandEventReader.read(utf8(FAILED)));
    }

    @Test
    void shouldReadAReasonOfALaterVersionAsUnexpected() {
        // given
        String later = JsonTexts.with(FAILED, "reason", "\"STRUCK_BY_LIGHTNING\"");
        // then
        assertThat(CommandEventReader.read(utf8(later)))
                .containsInstanceOf(CommandEvent.Failed.class)
                .get()
                .extracting(event -> ((CommandEvent.Failed) event).cause().reason())
                .isEqualTo(Reason.UNEXPECTED);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "no JSON",
                "[]",
                "{}",
                "{\"event\": \"failed\"}",
                "{\"event\":\"cancelled\",\"time\":\"noon\",\"hub\":\"h\",\"deviceId\":\"d\",\"commandId\":\"c\"}"
            })
    void shouldBeEmptyWhenItIsNoEvent(@Nullable String value) {
        assertThat(CommandEventReader.read(value == null ? null : utf8(value))).isEmpty();
    }

    @Test
    void shouldBeEmptyWhenALaterVersionHasAnotherEvent() {
        assertThat(CommandEventReader.read(utf8(JsonTexts.with(FAILED, "event", "\"postponed\""))))
                .isEmpty();
    }
}
