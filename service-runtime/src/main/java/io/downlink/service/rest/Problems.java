package io.downlink.service.rest;

import io.downlink.contracts.json.JsonObjectWriter;
import io.downlink.contracts.requests.Problem;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import java.time.Duration;
import java.util.List;

/**
 * Refusals as {@code application/problem+json}.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9457">RFC 9457</a>
 */
public final class Problems {
    public static final String MEDIA_TYPE = "application/problem+json";

    private Problems() {}

    public static Response of(Status status, String detail) {
        return of(status, detail, List.of());
    }

    /**
     * Nobody can say now.
     *
     * @param askAgainAfter in whole seconds
     */
    public static Response later(String detail, Duration askAgainAfter) {
        return Response.fromResponse(of(Status.SERVICE_UNAVAILABLE, detail))
                .header(HttpHeaders.RETRY_AFTER, askAgainAfter.toSeconds())
                .build();
    }

    /** @param problems of a request, none where it is about something else */
    public static Response of(Status status, String detail, List<Problem> problems) {
        String body = JsonObjectWriter.write(json -> {
            json.text("type", "about:blank");
            json.text("title", status.getReasonPhrase());
            json.number("status", (long) status.getStatusCode());
            json.text("detail", detail);
            if (!problems.isEmpty()) {
                Problem.write(problems, json);
            }
        });
        return Response.status(status).type(MEDIA_TYPE).entity(body).build();
    }
}
