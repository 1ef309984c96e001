package io.downlink.emulator.sockets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@SuppressWarnings("FutureReturnValueIgnored") // what was written is seen in the channel
class UnreadBytesTest {
    private static final int MEGABYTE = 1024 * 1024;
    private static final Duration LONG = Duration.ofHours(1);
    private static final Duration SHORT = Duration.ofMillis(50);

    private final UnreadTotal total = new UnreadTotal(4 * MEGABYTE);
    private final Client client = new Client();
    private final EmbeddedChannel channel = channel(client, new SocketBounds(2 * MEGABYTE, LONG, Duration.ZERO));

    @AfterEach
    void end() {
        channel.finishAndReleaseAll();
    }

    @Test
    void shouldCutAConnectionWhenTooMuchWaits() {
        client.reads = false;

        channel.writeAndFlush(bytes(2 * MEGABYTE));
        assertThat(channel.isOpen()).isTrue();
        channel.writeAndFlush(bytes(MEGABYTE));

        assertThat(channel.isOpen()).isFalse();
        assertThat(total.bytes()).isZero();
    }

    @Test
    void shouldLetAClientThatReadsHaveAllItIsSent() {
        for (int i = 0; i < 10; i++) {
            channel.write(bytes(MEGABYTE)); // nobody flushes before the end
        }

        assertThat(channel.isOpen()).isTrue();
        assertThat(channel.outboundMessages()).hasSize(10);
        assertThat(total.bytes()).isZero();
    }

    @Test
    void shouldCutWhoeverHoldsMuchWhenAllTogetherHoldTooMuch() {
        total.change(4 * MEGABYTE); // others
        client.reads = false;

        channel.writeAndFlush(bytes(200 * 1024));
        assertThat(channel.isOpen()).isTrue();
        channel.writeAndFlush(bytes(200 * 1024));

        assertThat(channel.isOpen()).isFalse();
        assertThat(total.bytes()).isEqualTo(4 * MEGABYTE);
    }

    @Test
    void shouldCountWhatWaitsUntilItIsRead() {
        client.reads = false;
        channel.writeAndFlush(bytes(MEGABYTE));
        assertThat(total.bytes()).isBetween(MEGABYTE - 64L * 1024, MEGABYTE + 1024L);

        client.reads = true;
        channel.flush();

        assertThat(total.bytes()).isZero();
    }

    @Test
    void shouldReadAClientAgainOnceItReads() {
        client.reads = false;
        channel.writeAndFlush(bytes(MEGABYTE));
        assertThat(channel.config().isAutoRead()).isFalse();

        client.reads = true;
        channel.flush();

        assertThat(channel.config().isAutoRead()).isTrue();
    }

    @Test
    void shouldCutAConnectionOfWhichNothingIsRead() {
        Slow slow = slow();

        slow.writeAndFlush(bytes(MEGABYTE));
        slow.minutes(1);

        assertThat(slow.isOpen()).isFalse();
    }

    @Test
    void shouldCutAConnectionOfWhichNothingIsReadAlthoughMoreIsSent() {
        Slow slow = slow();

        slow.writeAndFlush(bytes(MEGABYTE));
        slow.minutes(0.5);
        slow.writeAndFlush(bytes(1000));
        slow.minutes(0.5);

        assertThat(slow.isOpen()).isFalse();
    }

    @Test
    void shouldKeepAConnectionOfWhichALittleIsReadInTime() {
        Slow slow = slow();

        slow.writeAndFlush(bytes(MEGABYTE));
        for (int i = 0; i < 5; i++) {
            slow.minutes(0.9);
            slow.takes(1);
        }

        assertThat(slow.isOpen()).isTrue();
        slow.minutes(1); // sees the last byte
        slow.minutes(1);
        assertThat(slow.isOpen()).isFalse();
    }

    @Test
    void shouldGiveAMessageItsOwnTimeWhateverCameBefore() {
        Slow slow = slow();

        for (int i = 0; i < 5; i++) {
            slow.writeAndFlush(bytes(100 * 1024));
            slow.minutes(0.9);
            slow.takes(100 * 1024);
            slow.minutes(0.2);
        }

        assertThat(slow.isOpen()).isTrue();
    }

    @Test
    void shouldKeepAConnectionOfWhichIsReadAsMuchAsIsSent() {
        Slow slow = slow();
        ByteBuf message = bytes(100 * 1024); // the same every time, as from a pool

        slow.writeAndFlush(message);
        for (int i = 0; i < 5; i++) {
            slow.writeAndFlush(message.retain());
            slow.minutes(0.9);
            slow.takes(100 * 1024);
        }

        assertThat(slow.isOpen()).isTrue();
    }

    @Test
    void shouldKeepAConnectionWithoutAnythingToRead() {
        EmbeddedChannel idle = channel(new Client(), new SocketBounds(2 * MEGABYTE, SHORT, Duration.ZERO));

        await().during(Duration.ofMillis(300)).until(() -> alive(idle));
    }

    @Test
    void shouldCloseTheConnectionOfAClientThatSaysNothing() {
        EmbeddedChannel silent = channel(new Client(), new SocketBounds(2 * MEGABYTE, LONG, SHORT));

        await().until(() -> !alive(silent));
    }

    private static boolean alive(EmbeddedChannel channel) {
        channel.runPendingTasks();
        return channel.isOpen();
    }

    private Slow slow() {
        Slow made = new Slow();
        made.freezeTime();
        bound(made, new SocketBounds(2 * MEGABYTE, Duration.ofMinutes(1), Duration.ZERO));
        return made;
    }

    private EmbeddedChannel channel(Client socket, SocketBounds bounds) {
        EmbeddedChannel made = new EmbeddedChannel(socket);
        bound(made, bounds);
        return made;
    }

    private void bound(EmbeddedChannel made, SocketBounds bounds) {
        made.pipeline().addLast("handler", new ChannelInboundHandlerAdapter());
        BoundedServer.bound(made.pipeline(), bounds, total);
    }

    private static ByteBuf bytes(int count) {
        return Unpooled.wrappedBuffer(new byte[count]);
    }

    /** Takes what is sent to it, or does not. */
    private static final class Client extends ChannelOutboundHandlerAdapter {
        private boolean reads = true;

        @Override
        public void flush(ChannelHandlerContext context) {
            if (reads) {
                context.flush();
            }
        }
    }

    /** A socket whose client takes so many bytes and no more. */
    private static final class Slow extends EmbeddedChannel {
        private int taking;

        void takes(int bytes) {
            taking = bytes;
            flush();
        }

        void minutes(double passing) {
            runPendingTasks();
            advanceTimeBy(Math.round(passing * 60_000), TimeUnit.MILLISECONDS);
            runPendingTasks();
        }

        @Override
        protected void doWrite(ChannelOutboundBuffer waiting) {
            waiting.removeBytes(taking);
            taking = 0;
        }
    }
}
