package io.downlink.emulator.websocket;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.ScheduledFuture;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Between the frames of a WebSocket and a protocol that knows bytes alone, whose packets may share frames or span them.
 * It answers pings and closes as the protocol of WebSockets wants it.
 */
@SuppressWarnings("FutureReturnValueIgnored") // Netty tells an outcome by the promise; without one nobody asked
final class FramedBytes extends ChannelDuplexHandler {
    /** How long a client may take to answer a close. */
    private static final long CLOSE_WAIT_MILLIS = 1_000;

    private boolean closing;
    private @Nullable ChannelPromise closed;
    private @Nullable ScheduledFuture<?> closeTimer;

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        switch (message) {
            case CloseWebSocketFrame frame -> closedByClient(context, frame);
            case Object late when closing -> ReferenceCountUtil.release(late);
            case BinaryWebSocketFrame frame -> receive(context, frame.content());
            case ContinuationWebSocketFrame frame -> receive(context, frame.content());
            case PingWebSocketFrame frame -> context.writeAndFlush(new PongWebSocketFrame(frame.content()));
            case PongWebSocketFrame frame -> frame.release();
            default -> { // text: neither protocol has any
                ReferenceCountUtil.release(message);
                close(context, WebSocketCloseStatus.INVALID_MESSAGE_TYPE, context.newPromise());
            }
        }
    }

    private void receive(ChannelHandlerContext context, ByteBuf bytes) {
        if (bytes.isReadable()) {
            context.fireChannelRead(bytes);
        } else {
            bytes.release();
        }
    }

    private void closedByClient(ChannelHandlerContext context, CloseWebSocketFrame frame) {
        if (closing) {
            frame.release();
            closeNow(context);
        } else {
            closing = true;
            context.writeAndFlush(frame).addListener(_ -> context.close());
        }
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        if (!(message instanceof ByteBuf bytes) || !bytes.isReadable()) {
            context.write(message, promise);
        } else if (closing) { // nothing may follow a close
            bytes.release();
            promise.tryFailure(new ClosedChannelException());
        } else {
            context.write(new BinaryWebSocketFrame(bytes), promise);
        }
    }

    @Override
    public void close(ChannelHandlerContext context, ChannelPromise promise) {
        close(context, WebSocketCloseStatus.NORMAL_CLOSURE, promise);
    }

    private void close(ChannelHandlerContext context, WebSocketCloseStatus status, ChannelPromise promise) {
        if (closing || !context.channel().isActive()) {
            context.close(promise);
            return;
        }
        closing = true;
        closed = promise;
        context.writeAndFlush(new CloseWebSocketFrame(status));
        closeTimer = context.executor().schedule(() -> closeNow(context), CLOSE_WAIT_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void closeNow(ChannelHandlerContext context) {
        ChannelPromise promise = closed;
        if (closeTimer != null) {
            closeTimer.cancel(false);
        }
        if (promise != null) {
            closed = null;
            context.close(promise);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        closeNow(context);
        context.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (cause instanceof CorruptedWebSocketFrameException corrupted) {
            close(context, corrupted.closeStatus(), context.newPromise());
        } else {
            context.fireExceptionCaught(cause);
        }
    }
}
