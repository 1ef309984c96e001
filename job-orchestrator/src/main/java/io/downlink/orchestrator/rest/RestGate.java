package io.downlink.orchestrator.rest;

import io.downlink.orchestrator.config.DownlinkConfig;
import jakarta.inject.Singleton;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jspecify.annotations.Nullable;

/**
 * Nobody is asked who they are, so jobs are served only to this machine, unless an operator says otherwise. Health and
 * metrics are served in any case.
 */
@Singleton
class RestGate {
    private final boolean open;

    RestGate(DownlinkConfig config, @ConfigProperty(name = "quarkus.http.host") String host) {
        this.open = config.rest().enabled().orElseGet(() -> isLoopback(host));
    }

    @ServerRequestFilter
    @Nullable
    Response refuseWhileClosed(ContainerRequestContext request) {
        return open
                ? null
                : Problems.of(
                        Status.NOT_FOUND,
                        "Jobs by HTTP are off: there is no authentication, and the port is not bound to a loopback"
                                + " address. Set downlink.rest.enabled=true where the network keeps strangers out.");
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException _) {
            return false;
        }
    }
}
