package io.downlink.emulator.http;

import io.downlink.emulator.security.HostNames;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The clients on the hub's own machine that mean the hub. A page of another site, read by a browser on this machine, may
 * have made its own name lead here, and does not mean the hub.
 *
 * @param names what the hub is called
 */
record Vicinity(HostNames names) {
    private static final HostNames THIS_MACHINE = new HostNames(List.of("localhost"));

    boolean includes(HttpServerRequest request) {
        HostAndPort called = request.authority();
        return includes(request.remoteAddress().hostAddress(), called == null ? null : called.host());
    }

    /**
     * Whether a client is one of them; one that comes through a proxy here is, too.
     *
     * @param peer its address
     * @param called what it calls the hub
     */
    boolean includes(@Nullable String peer, @Nullable String called) {
        return peer != null
                && isLoopback(peer)
                && called != null
                && (names.include(called) || THIS_MACHINE.include(called) || isLoopback(called));
    }

    private static boolean isLoopback(String address) {
        try {
            return InetAddress.ofLiteral(address).isLoopbackAddress();
        } catch (IllegalArgumentException name) {
            return false;
        }
    }
}
