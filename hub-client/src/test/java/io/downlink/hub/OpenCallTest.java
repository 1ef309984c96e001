package io.downlink.hub;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.downlink.hub.HubFailure.Unexpected;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OpenCallTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();
    private final OpenCalls calls = new OpenCalls(scheduler);
    private final Places one = new Places(1, SOON);

    @AfterEach
    void stop() {
        scheduler.shutdownNow();
    }

    @Test
    void shouldEndAndGiveItsPlaceBackWhateverIsThrown() {
        // given
        Uni<String> call = calls.call(
                () -> {
                    throw new InternalError("of the JDK's own");
                },
                SOON,
                one);
        for (int time = 0; time < 2; time++) { // the second one has the place of the first
            // when, then
            assertThatThrownBy(() -> call.await().atMost(SOON))
                    .asInstanceOf(InstanceOfAssertFactories.type(HubException.class))
                    .extracting(HubException::failure)
                    .isInstanceOf(Unexpected.class);
        }
    }
}
