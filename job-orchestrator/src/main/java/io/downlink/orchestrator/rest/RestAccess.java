package io.downlink.orchestrator.rest;

import io.downlink.orchestrator.config.DownlinkConfig;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Whether jobs are served by HTTP: nobody is asked who they are, so only to this machine, unless an operator says
 * otherwise.
 */
@Singleton
class RestAccess {
    private final boolean open;

    RestAccess(DownlinkConfig config, @ConfigProperty(name = "quarkus.http.host") String host) {
        this.open = config.rest().enabled().orElseGet(() -> isLoopback(host));
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
