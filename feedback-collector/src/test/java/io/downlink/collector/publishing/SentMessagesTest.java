package io.downlink.collector.publishing;

import static org.assertj.core.api.Assertions.assertThat;

import io.downlink.contracts.feedback.Origin;
import org.junit.jupiter.api.Test;

class SentMessagesTest {
    private final SentMessages sent = new SentMessages();

    @Test
    void shouldKnowACommandsMessageByDeviceAndId() {
        // when
        sent.add("pump-1", "c-1");
        // then
        assertThat(sent.origin("pump-1", "c-1")).isEqualTo(Origin.COMMAND);
        assertThat(sent.origin("pump-2", "c-1")).isEqualTo(Origin.UNKNOWN_ID);
        assertThat(sent.origin("pump-1", "c-2")).isEqualTo(Origin.UNKNOWN_ID);
        assertThat(sent.origin("pump-1", null)).isEqualTo(Origin.NO_ID);
    }

    @Test
    void shouldForgetTheOldestOfTooMany() {
        // given
        sent.add("pump-1", "oldest");
        sent.add("pump-1", "told-again");
        for (int number = 2; number < SentMessages.KEPT; number++) {
            sent.add("pump-1", "c-" + number);
        }
        sent.add("pump-1", "told-again");
        // when
        for (int number = 1; number < SentMessages.KEPT; number++) {
            sent.add("pump-1", "d-" + number);
        }
        // then
        assertThat(sent.origin("pump-1", "oldest")).isEqualTo(Origin.UNKNOWN_ID);
        assertThat(sent.origin("pump-1", "told-again")).isEqualTo(Origin.COMMAND);
        assertThat(sent.origin("pump-1", "d-1")).isEqualTo(Origin.COMMAND);
    }
}
