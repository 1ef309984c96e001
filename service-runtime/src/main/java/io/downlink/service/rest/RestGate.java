package io.downlink.service.rest;

import jakarta.enterprise.inject.Instance;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jspecify.annotations.Nullable;

/** In front of everything that is served by REST. Health and metrics are served elsewhere, in any case. */
public class RestGate {
    private static final String CHALLENGE = "Bearer realm=\"downlink\"";

    /** Asked for with each request: filters are made when the application is built, before there are settings. */
    private final Instance<RestAccess> access;

    RestGate(Instance<RestAccess> access) {
        this.access = access;
    }

    @ServerRequestFilter(preMatching = true)
    @Nullable
    public Response refuse(ContainerRequestContext request) {
        return switch (access.get().decide(request.getHeaderString(HttpHeaders.AUTHORIZATION))) {
            case SERVED -> null;
            case TOKEN_WANTED ->
                Response.fromResponse(Problems.of(
                                Status.UNAUTHORIZED,
                                "Show a token of downlink.rest.tokens-file: Authorization: Bearer <token>."))
                        .header(HttpHeaders.WWW_AUTHENTICATE, CHALLENGE)
                        .build();
            case TURNED_OFF ->
                Problems.of(
                        Status.NOT_FOUND,
                        "Requests by HTTP are off: downlink.rest.enabled is false. Set it to true, or leave it out.");
            case UNPROTECTED ->
                Problems.of(
                        Status.NOT_FOUND,
                        "Requests by HTTP are off: nobody is asked for a token, and the port is not bound to a loopback"
                                + " address. Set downlink.rest.tokens-file.");
        };
    }
}
