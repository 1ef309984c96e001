package io.downlink.emulator.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.downlink.emulator.junit.HubAddress.TheOnlyOne;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class TheOnlyOneTest {
    @Test
    void shouldWaitUntilTheAddressIsGivenBack() {
        // given
        TheOnlyOne first = TheOnlyOne.await();

        // when
        CompletableFuture<TheOnlyOne> second = CompletableFuture.supplyAsync(TheOnlyOne::await);

        // then
        await().during(Duration.ofMillis(300)).until(() -> !second.isDone());
        first.close();
        assertThat(second.join().value()).isEqualTo("127.0.0.1");
        second.join().close();
    }
}
