package io.downlink.service.rest;

import jakarta.enterprise.inject.Instance;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jspecify.annotations.Nullable;

/** In front of everything that is served by REST. Health and metrics are served elsewhere, in any case. */
public class RestGate {
    /** Made with the first request: filters are made when the application is built, before there are settings. */
    private final Instance<RestAccess> access;

    RestGate(Instance<RestAccess> access) {
        this.access = access;
    }

    @ServerRequestFilter(preMatching = true)
    @Nullable
    public Response refuseWhileClosed() {
        return access.get().isOpen()
                ? null
                : Problems.of(
                        Status.NOT_FOUND,
                        "Requests by HTTP are off: there is no authentication, and the port is not bound to a loopback"
                                + " address. Set downlink.rest.enabled=true where the network keeps strangers out.");
    }
}
