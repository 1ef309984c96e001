package io.downlink.service.rest;

import jakarta.ws.rs.NotSupportedException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import jakarta.ws.rs.core.UriInfo;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jspecify.annotations.Nullable;

/** What is refused before a resource sees it: no such path, another method, another content type, too large. */
public class RequestsNotTaken {

    /** Redirects, and whatever has an answer of its own, stay what they are. */
    @ServerExceptionMapper
    public Response refused(WebApplicationException refusal, UriInfo uri, HttpHeaders headers) {
        Response response = refusal.getResponse();
        Status status = Status.fromStatusCode(response.getStatus());
        return status == null || response.getStatus() < Status.BAD_REQUEST.getStatusCode() || response.hasEntity()
                ? response
                : Problems.of(status, detail(refusal, status, uri, headers));
    }

    private static String detail(WebApplicationException refusal, Status status, UriInfo uri, HttpHeaders headers) {
        String path = uri.getPath();
        if (refusal instanceof NotSupportedException) {
            return "The content type %s is not taken at %s: send application/json."
                    .formatted(quoted(headers.getHeaderString(HttpHeaders.CONTENT_TYPE)), path);
        }
        return "%s at %s: /q/openapi tells what there is.".formatted(status.getReasonPhrase(), path);
    }

    private static String quoted(@Nullable String contentType) {
        return contentType == null ? "of a request without one" : '"' + contentType + '"';
    }
}
