package io.downlink.emulator.sockets;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;

/** Ends connections as a network does that fails. */
public final class Connections {
    private Connections() {}

    /** Cuts a connection, on its own event loop: neither TLS nor TCP says farewell, and what waits to be written is forgotten. */
    public static void cut(Channel channel) {
        channel.config().setOption(ChannelOption.SO_LINGER, 0);
        channel.unsafe().close(channel.voidPromise());
    }
}
