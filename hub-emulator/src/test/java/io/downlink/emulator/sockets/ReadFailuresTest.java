package io.downlink.emulator.sockets;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.ReferenceCountUtil;
import org.junit.jupiter.api.Test;

class ReadFailuresTest {
    private final ReadFailures failures = new ReadFailures();

    @Test
    void shouldEndTheConnectionThatIsRead() {
        EmbeddedChannel broken = new EmbeddedChannel(failures.watch(), new Failing());
        EmbeddedChannel other = new EmbeddedChannel(failures.watch());

        broken.writeInbound("bytes");

        assertThat(broken.isOpen()).isFalse();
        assertThat(other.isOpen()).isTrue();
    }

    @Test
    void shouldEndNoConnectionWhenNoneIsRead() {
        EmbeddedChannel channel = new EmbeddedChannel(failures.watch());
        channel.writeInbound("bytes");

        failures.handle(new IllegalStateException("a timer"));

        assertThat(channel.isOpen()).isTrue();
    }

    /** As Vert.x does it: what a handler throws goes to the context. */
    private final class Failing extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext handler, Object message) {
            ReferenceCountUtil.release(message);
            failures.handle(new IllegalArgumentException("unknown reason"));
        }
    }
}
