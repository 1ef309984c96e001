package io.downlink.orchestrator.rest;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.downlink.contracts.jobs.JobId;
import io.downlink.contracts.jobs.JobReadResult;
import io.downlink.contracts.json.JsonObjectWriter;
import io.downlink.orchestrator.requests.Submission;
import io.downlink.orchestrator.state.Jobs;
import io.downlink.service.rest.Problems;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SecuritySchemeType;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.security.SecurityScheme;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Jobs by HTTP. What changes something is written to {@code downlink.jobs}, as anybody may do there. */
@Path("/jobs")
@Produces({MediaType.APPLICATION_JSON, Problems.MEDIA_TYPE})
@SecurityScheme(
        securitySchemeName = "token",
        description = "A token of downlink.rest.tokens-file, where that is set",
        type = SecuritySchemeType.HTTP,
        scheme = "bearer")
@SecurityRequirement(name = "token")
@APIResponse(responseCode = "401", description = "Tokens are set, and none of them was shown")
public class JobsResource {
    private static final Logger LOGGER = Logger.getLogger(JobsResource.class);
    private static final String DEFAULT_HUB = "default";

    private final Jobs jobs;
    private final Submission submission;

    JobsResource(Jobs jobs, Submission submission) {
        this.jobs = jobs;
        this.submission = submission;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Asks for a job, with a request as it stands on downlink.jobs")
    @APIResponse(responseCode = "202", description = "It is on the topic; events tell how it goes")
    @APIResponse(responseCode = "400", description = "It is no valid request; every problem is told")
    public Uni<Response> schedule(byte[] request) {
        return submit(request);
    }

    @GET
    @Operation(summary = "The jobs of the last 30 days, in the order of their arrival")
    @APIResponse(responseCode = "200", description = "All, or those with this status")
    public Response list(@QueryParam("status") @Nullable String status) {
        return whereJobsAre(() -> Response.ok(
                        jobs.that(job -> status == null || JobView.status(job).equals(status)).stream()
                                .map(JobView::json)
                                .collect(Collectors.joining(",", "[", "]")))
                .type(MediaType.APPLICATION_JSON_TYPE)
                .build());
    }

    @GET
    @Path("{jobId}")
    @Operation(summary = "One job")
    @APIResponse(responseCode = "200", description = "Its status, its latest event and its request")
    @APIResponse(responseCode = "404", description = "No job of this id is known")
    public Response find(@PathParam("jobId") String jobId, @QueryParam("hub") @DefaultValue(DEFAULT_HUB) String hub) {
        return whereJobsAre(() -> jobs.find(new JobId(hub, jobId))
                .map(job -> Response.ok(JobView.json(job))
                        .type(MediaType.APPLICATION_JSON_TYPE)
                        .build())
                .orElseGet(() -> Problems.of(
                        Status.NOT_FOUND, "No job \"%s\" of the hub \"%s\" is known.".formatted(jobId, hub))));
    }

    @DELETE
    @Path("{jobId}")
    @Operation(summary = "Asks for a job to be taken back")
    @APIResponse(responseCode = "202", description = "The request is on the topic; an event tells what came of it")
    public Uni<Response> cancel(
            @PathParam("jobId") String jobId, @QueryParam("hub") @DefaultValue(DEFAULT_HUB) String hub) {
        return submit(JsonObjectWriter.write(json -> {
                    json.text("type", "cancel");
                    json.text("jobId", jobId);
                    json.text("hub", hub);
                })
                .getBytes(UTF_8));
    }

    private Uni<Response> submit(byte[] request) {
        return submission
                .submit(request)
                .map(JobsResource::answer)
                .onFailure()
                .invoke(failure -> LOGGER.warnf("request is not taken by Kafka reason=%s", failure))
                .onFailure()
                .recoverWithItem(
                        () -> Problems.of(
                                Status.SERVICE_UNAVAILABLE,
                                "Kafka did not take the request; it may still have it. Asking again with the same content does no harm."));
    }

    private static Response answer(JobReadResult result) {
        return switch (result) {
            case JobReadResult.Accepted accepted ->
                Response.accepted(JsonObjectWriter.write(json ->
                                json.text("jobId", accepted.request().id().jobId())))
                        .type(MediaType.APPLICATION_JSON_TYPE)
                        .build();
            case JobReadResult.Refused refused ->
                Problems.of(Status.BAD_REQUEST, "The request is not valid.", refused.problems());
            case JobReadResult.Unreadable(String cause) ->
                Problems.of(Status.BAD_REQUEST, "The request cannot be read: " + cause + ".", List.of());
        };
    }

    private Response whereJobsAre(Supplier<Response> answer) {
        return jobs.isOpen()
                ? answer.get()
                : Problems.of(Status.SERVICE_UNAVAILABLE, "This replica stands by: ask the one that works.");
    }
}
