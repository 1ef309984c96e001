package io.downlink.emulator.sockets;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.net.NetServerOptions;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BoundedVertxTest {
    private final Vertx vertx = Vertx.vertx();
    private final Vertx bounded =
            new BoundedVertx(vertx, new SocketBounds(1, Duration.ofHours(1), Duration.ZERO), new UnreadTotal(1));

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void shouldBoundEveryServerHoweverItIsMade() {
        assertThat(bounded.createNetServer()).isInstanceOf(BoundedServer.class);
        assertThat(bounded.createNetServer(new NetServerOptions())).isInstanceOf(BoundedServer.class);
    }
}
