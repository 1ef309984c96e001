package io.downlink.emulator.amqp;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.impl.NetSocketInternal;
import io.vertx.proton.ProtonConnection;
import org.jspecify.annotations.Nullable;

/** The connection of a client below its AMQP, as far as faults go. Any thread may use it. */
final class ClientLink {
    private static final String SILENCE = "silence";

    private final ProtonConnection connection;
    private final Context context;
    private volatile boolean silent;

    ClientLink(ProtonConnection connection, Context context) {
        this.connection = connection;
        this.context = context;
    }

    boolean gone() {
        return connection.isDisconnected();
    }

    /** Runs it on the connection's event loop: at once if this is it, because links are opened before their next frame. */
    void run(Runnable action) {
        if (context.equals(Vertx.currentContext())) {
            action.run();
        } else {
            context.runOnContext(_ -> action.run());
        }
    }

    /** Ends the connection without AMQP's farewell. */
    void cut() {
        NetSocket socket = socket();
        if (socket != null) {
            socket.close();
        }
    }

    /** Prepares the connection to be muted; its event loop calls this once. */
    void listen() {
        if (socket() instanceof NetSocketInternal internal) {
            ChannelHandlerContext handler = internal.channelHandlerContext();
            handler.pipeline().addBefore(handler.name(), SILENCE, new Silence());
        }
    }

    /**
     * Keeps the connection; whatever is read from now on is forgotten, and nothing is said, heartbeats included. It holds
     * at once: what a client sends after that must not overtake it on the way to the event loop.
     */
    void mute() {
        silent = true;
    }

    private @Nullable NetSocket socket() {
        return connection.attachments().get(SaslDialogue.SOCKET, NetSocket.class);
    }

    private final class Silence extends ChannelDuplexHandler {
        @Override
        public void channelRead(ChannelHandlerContext handler, Object message) {
            if (silent) {
                ReferenceCountUtil.release(message);
            } else {
                handler.fireChannelRead(message);
            }
        }

        @Override
        @SuppressWarnings("FutureReturnValueIgnored") // how a write ends is its writer's to hear
        public void write(ChannelHandlerContext handler, Object message, ChannelPromise written) {
            if (silent) {
                ReferenceCountUtil.release(message);
                written.trySuccess();
            } else {
                handler.write(message, written);
            }
        }
    }
}
