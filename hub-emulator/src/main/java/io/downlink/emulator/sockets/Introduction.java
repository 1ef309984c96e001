package io.downlink.emulator.sockets;

import io.netty.channel.ChannelHandlerAdapter;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.util.concurrent.ScheduledFuture;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.impl.NetSocketInternal;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Closes a connection whose client has not said in time what its protocol begins with, however it spends the time: with
 * nothing, with half a frame or byte by byte.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a close that fails leaves nothing to close
public final class Introduction extends ChannelHandlerAdapter {
    private static final Logger LOGGER = Logger.getLogger(Introduction.class);
    private static final String NAME = "introduction";

    private final Duration max;
    private @Nullable ScheduledFuture<?> due;

    private Introduction(Duration max) {
        this.max = max;
    }

    /** Begins to wait; on the connection's event loop. */
    public static void await(NetSocket socket, Duration max) {
        pipeline(socket).addBefore("handler", NAME, new Introduction(max));
    }

    /** The client has said it; on the connection's event loop. */
    public static void made(NetSocket socket) {
        ChannelPipeline pipeline = pipeline(socket);
        if (pipeline.get(NAME) != null) {
            pipeline.remove(NAME);
        }
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        due = context.executor()
                .schedule(
                        () -> {
                            LOGGER.infof("connection closed reason=the client does not begin");
                            context.close();
                        },
                        max.toMillis(),
                        TimeUnit.MILLISECONDS);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        if (due != null) {
            due.cancel(false);
        }
    }

    private static ChannelPipeline pipeline(NetSocket socket) {
        return ((NetSocketInternal) socket).channelHandlerContext().pipeline();
    }
}
