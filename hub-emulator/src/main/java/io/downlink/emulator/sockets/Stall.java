package io.downlink.emulator.sockets;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Sees whether a client takes anything of what waits for it, while something does: looks once when it begins to wait, and
 * again after each stall time. Netty's {@code IdleStateHandler} cannot tell: its first event after a write comes whatever
 * the client has taken since, and later what is added for a client that takes nothing counts as if it had taken some.
 */
final class Stall {
    private final Duration max;
    private final Consumer<ChannelHandlerContext> stalled;
    private @Nullable ScheduledFuture<?> nextLook;
    private long taken;

    /**
     * Looks at nothing yet.
     *
     * @param max how long a client may take nothing
     * @param stalled happens when it has taken nothing for as long
     */
    Stall(Duration max, Consumer<ChannelHandlerContext> stalled) {
        this.max = max;
        this.stalled = stalled;
    }

    /** Something waits, or nothing does any more; on the connection's event loop. */
    void writabilityChanged(ChannelHandlerContext context) {
        if (context.channel().isWritable()) {
            end();
        } else if (nextLook == null) {
            nextLook = context.executor()
                    .schedule(
                            () -> lookAfter(context, position(context)),
                            0, // what is being written is flushed by then
                            TimeUnit.MILLISECONDS);
        }
    }

    /** The client has taken all of a write; on the connection's event loop. */
    void taken() {
        taken++;
    }

    void end() {
        if (nextLook != null) {
            nextLook.cancel(false);
            nextLook = null;
        }
    }

    private void lookAfter(ChannelHandlerContext context, Position before) {
        nextLook = context.executor().schedule(() -> look(context, before), max.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void look(ChannelHandlerContext context, Position before) {
        Position now = position(context);
        if (now.isBeyond(before)) {
            lookAfter(context, now);
        } else {
            nextLook = null;
            stalled.accept(context);
        }
    }

    private Position position(ChannelHandlerContext context) {
        ChannelOutboundBuffer out = context.channel().unsafe().outboundBuffer();
        return out == null // a channel that is closed has none
                ? new Position(taken, 0, 0)
                : new Position(taken, out.currentProgress(), out.totalPendingWriteBytes());
    }

    /**
     * How far a client has come. What is added behind does not move it.
     *
     * @param writes how many it has taken whole
     * @param takenOfFirst how many bytes it has taken of what is first in the socket's queue
     * @param bytes how many wait there, those of the first that it has taken included
     */
    private record Position(long writes, long takenOfFirst, long bytes) {
        boolean isBeyond(Position earlier) {
            return writes != earlier.writes || takenOfFirst != earlier.takenOfFirst || bytes < earlier.bytes;
        }
    }
}
