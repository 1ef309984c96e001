package io.downlink.emulator.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class UnacknowledgedMessagesTest {
    private final UnacknowledgedMessages messages = new UnacknowledgedMessages();

    @Test
    void shouldKnowEachPacketOnce() {
        int first = messages.add(41);
        int second = messages.add(42);

        assertThat(messages.remove(second)).isEqualTo(42);
        assertThat(messages.remove(second)).isNull();
        assertThat(messages.remove(first)).isEqualTo(41);
    }

    @Test
    void shouldNotGiveAnIdThatIsInUse() {
        int kept = messages.add(1);
        for (int i = 0; i < 0x20000; i++) {
            int next = messages.add(i);
            assertThat(next).isBetween(1, 0xFFFF).isNotEqualTo(kept);
            messages.remove(next);
        }
    }

    @Test
    void shouldForgetTheFirstOnesOfADeviceThatAcknowledgesNothing() {
        assertTimeoutPreemptively(
                Duration.ofSeconds(30), () -> IntStream.range(0, 200_000).forEach(messages::add));

        long known = IntStream.rangeClosed(1, 0xFFFF)
                .filter(packetId -> messages.remove(packetId) != null)
                .count();
        assertThat(known).isEqualTo(UnacknowledgedMessages.KEPT_MAX);
    }
}
