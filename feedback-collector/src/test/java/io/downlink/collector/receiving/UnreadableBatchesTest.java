package io.downlink.collector.receiving;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.logging.Level;
import org.junit.jupiter.api.Test;

class UnreadableBatchesTest {

    @Test
    void shouldCountTheSdksWarningAndNothingElse() {
        // given
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        UnreadableBatches.count(registry);
        // when
        UnreadableBatches.SDK.log(Level.WARNING, UnreadableBatches.WARNING, new IllegalArgumentException("on purpose"));
        UnreadableBatches.SDK.warning("Something else");
        // then
        assertThat(registry.get("downlink.feedback.batches.unreadable")
                        .counter()
                        .count())
                .isEqualTo(1);
    }
}
