package io.downlink.emulator.sockets;

import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.util.ReferenceCountUtil;
import java.nio.channels.ClosedChannelException;
import org.jboss.logging.Logger;

/**
 * Bounds what the hub keeps for a client that does not read what it is sent. Such a client is not read either, so that it
 * cannot ask for more, and its connection is cut when what others send to it grows too large, or when it takes nothing of
 * it for too long. It stands behind an {@code IdleStateHandler} of those that say nothing, whose events end here.
 */
@SuppressWarnings("FutureReturnValueIgnored") // how a write ends is its writer's to hear
final class UnreadBytes extends ChannelDuplexHandler {
    private static final Logger LOGGER = Logger.getLogger(UnreadBytes.class);

    /** What Netty calls writable: less is on its way, and does not wait. */
    static final int WAITING_BYTES_MIN = 64 * 1024;

    /** When all connections hold too much, this much is no connection's fault. */
    private static final long BLAMELESS_BYTES = 256 * 1024;

    private final long bytesMax;
    private final UnreadTotal total;
    private final Stall stall;
    private long counted;
    private boolean cut;

    UnreadBytes(SocketBounds bounds, UnreadTotal total) {
        this.bytesMax = bounds.unreadBytesMax();
        this.total = total;
        this.stall = new Stall(bounds.stallMax(), context -> cut(context, "the client does not read"));
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        if (cut) { // what others have sent meanwhile
            ReferenceCountUtil.release(message);
            promise.tryFailure(new ClosedChannelException());
            return;
        }
        context.write(message, promise.unvoid().addListener(_ -> stall.taken()));
        if (!context.channel()
                .isWritable()) { // a client that asks for much at once gets it before all of it is written
            flush(context);
        }
    }

    @Override
    public void flush(ChannelHandlerContext context) {
        if (cut) {
            return;
        }
        context.flush();
        long waiting = count(context.channel());
        if (waiting > bytesMax || (waiting > BLAMELESS_BYTES && total.isTooMuch())) {
            cut(context, "too much waits for the client to read it");
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        count(context.channel());
        readIfItReads(context.channel());
        stall.writabilityChanged(context);
        context.fireChannelWritabilityChanged();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (!(event instanceof IdleStateEvent silence)) {
            context.fireUserEventTriggered(event);
        } else if (silence.isFirst()) { // it may take a while to close
            LOGGER.infof("connection closed reason=the client says nothing");
            context.close();
        }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        stall.end();
        total.change(-counted);
        counted = 0;
    }

    private long count(Channel channel) {
        ChannelOutboundBuffer out = channel.unsafe().outboundBuffer(); // a channel that is closed has none
        long waiting = out == null ? 0 : out.bytesBeforeWritable();
        total.change(waiting - counted);
        counted = waiting;
        return waiting;
    }

    private static void readIfItReads(Channel channel) {
        channel.config().setAutoRead(channel.isWritable());
    }

    /** Without a farewell, which the client would not read; what waits is free at once. */
    private void cut(ChannelHandlerContext context, String reason) {
        cut = true;
        LOGGER.infof("connection cut reason=%s", reason);
        Connections.cut(context.channel());
    }
}
