package io.downlink.service.rest;

import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * Whether requests are served by HTTP: nobody is asked who they are, so only to this machine, unless an operator says
 * otherwise.
 */
public final class RestAccess {
    private final boolean open;

    /** @param host what the port is bound to */
    public RestAccess(RestConfig config, String host) {
        this.open = config.enabled().orElseGet(() -> isLoopback(host));
    }

    boolean isOpen() {
        return open;
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException _) {
            return false;
        }
    }
}
