package io.downlink.emulator.sockets;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandler;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import java.util.Arrays;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Ends a connection whose bytes make its library throw: Vert.x reports what is thrown to the context that many connections
 * share, and would keep the one that nobody serves any more. One event loop uses it.
 */
final class ReadFailures implements Handler<Throwable> {
    private static final Logger LOGGER = Logger.getLogger(ReadFailures.class);

    private @Nullable ChannelHandlerContext reading;

    /** Those of a context: one, whatever number of servers it has. */
    static ReadFailures of(Context context) {
        if (context.exceptionHandler() instanceof ReadFailures present) {
            return present;
        }
        ReadFailures failures = new ReadFailures();
        context.exceptionHandler(failures);
        return failures;
    }

    /** Stands before all that reads a connection's bytes. */
    ChannelInboundHandler watch() {
        return new ChannelInboundHandlerAdapter() {
            @Override
            public void channelRead(ChannelHandlerContext handler, Object message) {
                ChannelHandlerContext outer = reading;
                reading = handler;
                try {
                    handler.fireChannelRead(message);
                } finally {
                    reading = outer;
                }
            }
        };
    }

    @Override
    public void handle(Throwable failure) {
        ChannelHandlerContext culprit = reading;
        if (culprit == null) {
            LOGGER.error("unexpected failure", failure);
            return;
        }
        if (isOfALibrary(failure)) {
            LOGGER.infof("connection cut reason=what the client sends cannot be read: %s", failure);
        } else {
            LOGGER.error("connection cut reason=a defect", failure);
        }
        Connections.cut(culprit.channel());
    }

    /** Whether nothing of the hub stands between the bytes and the failure. */
    private static boolean isOfALibrary(Throwable failure) {
        return Arrays.stream(failure.getStackTrace())
                .map(StackTraceElement::getClassName)
                .takeWhile(frame -> !frame.startsWith("io.netty.channel."))
                .noneMatch(frame -> frame.startsWith("io.downlink."));
    }
}
