package io.downlink.orchestrator.rest;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.downlink.contracts.jobs.JobId;
import io.downlink.contracts.jobs.JobReadResult;
import io.downlink.contracts.json.JsonObjectWriter;
import io.downlink.orchestrator.forecast.DryRuns;
import io.downlink.orchestrator.life.Job;
import io.downlink.orchestrator.outcome.JobFeed;
import io.downlink.orchestrator.requests.Submission;
import io.downlink.orchestrator.state.Jobs;
import io.downlink.orchestrator.state.StandsByException;
import io.downlink.service.rest.Problems;
import io.smallrye.mutiny.Multi;
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
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import jakarta.ws.rs.core.UriInfo;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jspecify.annotations.Nullable;

/** Jobs by HTTP. What changes something is written to {@code downlink.jobs}, as anybody may do there. */
@Path("/jobs")
@Produces({MediaType.APPLICATION_JSON, Problems.MEDIA_TYPE})
public class JobsResource {
    private static final Logger LOGGER = Logger.getLogger(JobsResource.class);
    private static final String DEFAULT_HUB = "default";

    /** A replica that is stopped is followed at once, one that dies after the session timeout. */
    private static final Duration ASK_AGAIN_AFTER = Duration.ofSeconds(5);

    private final Jobs jobs;
    private final Submission submission;
    private final DryRunAnswers dryRunAnswers;
    private final JobProgress progress;

    JobsResource(Jobs jobs, Submission submission, DryRuns dryRuns, JobFeed feed) {
        this.jobs = jobs;
        this.submission = submission;
        this.dryRunAnswers = new DryRunAnswers(dryRuns);
        this.progress = new JobProgress(jobs, feed);
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Asks for a job, with a request as it stands on downlink.jobs, or what it would come to")
    @APIResponse(
            responseCode = "200",
            description = "Of a dry run: what the job would come to, as in the event forecast")
    @APIResponse(responseCode = "202", description = "It is on the topic; events tell how it goes")
    @APIResponse(responseCode = "400", description = "It is no valid request; every problem is told")
    @APIResponse(responseCode = "503", description = "Kafka did not take it; or the hub did not answer the dry run")
    @Parameter(
            name = "dryRun",
            in = ParameterIn.QUERY,
            schema = @Schema(type = SchemaType.BOOLEAN, defaultValue = "false"),
            allowEmptyValue = true)
    public Uni<Response> schedule(byte[] request, @Context UriInfo uri) {
        String dryRun = dryRun(uri.getQueryParameters());
        return switch (dryRun) {
            case "false" -> submit(request);
            case "", "true" -> dryRunAnswers.answer(submission.read(request));
            default -> // who asks for a dry run in other words does not want the job to run
                Uni.createFrom()
                        .item(Problems.of(
                                Status.BAD_REQUEST, "dryRun: must be true or false, not \"%s\"".formatted(dryRun)));
        };
    }

    /** As it was written: as a parameter of the method, one without a value would be none at all. */
    private static String dryRun(MultivaluedMap<String, String> query) {
        List<String> values = query.getOrDefault("dryRun", List.of("false"));
        return values.size() == 1 ? values.getFirst() : String.join(",", values);
    }

    @GET
    @Operation(summary = "The jobs of the last 30 days, in the order of their arrival, page by page")
    @APIResponse(
            responseCode = "200",
            description = "Those with this status, or all; the header Link with rel=next leads to the next page")
    @APIResponse(
            responseCode = "400",
            description = "limit is not 1 to 1000, status is none, or after is no job that is known")
    @APIResponse(responseCode = "503", description = "This replica stands by")
    public Response list(
            @QueryParam("status") @Nullable String status,
            @QueryParam("limit")
                    @DefaultValue("100")
                    @Parameter(schema = @Schema(type = SchemaType.INTEGER, minimum = "1", maximum = "1000"))
                    String limit,
            @QueryParam("after") @Nullable String after,
            @Context UriInfo uri) {
        int jobsMax = JobPage.limit(limit);
        if (jobsMax == 0) {
            return Problems.of(
                    Status.BAD_REQUEST, "limit: must be 1 to %d, not \"%s\"".formatted(JobPage.JOBS_MAX, limit));
        }
        if (status != null && !JobView.STATUSES.contains(status)) {
            return Problems.of(
                    Status.BAD_REQUEST,
                    "status: must be one of %s, not \"%s\"".formatted(String.join(", ", JobView.STATUSES), status));
        }
        if (!jobs.isOpen()) {
            throw new StandsByException(); // it would look as if there were none
        }
        return page(status, jobsMax, after, uri);
    }

    private Response page(@Nullable String status, int limit, @Nullable String after, UriInfo uri) {
        try {
            JobPage page = JobPage.of(
                    jobs.that(_ -> true),
                    job -> status == null || JobView.status(job).equals(status),
                    after,
                    limit);
            Response.ResponseBuilder answer = Response.ok(
                            page.jobs().stream().map(JobView::json).collect(Collectors.joining(",", "[", "]")))
                    .type(MediaType.APPLICATION_JSON_TYPE);
            return page.next() == null
                    ? answer.build()
                    : answer.link(
                                    uri.getRequestUriBuilder()
                                            .replaceQueryParam("after", page.next())
                                            .build(),
                                    "next")
                            .build();
        } catch (IllegalArgumentException unknown) {
            return Problems.of(Status.BAD_REQUEST, String.valueOf(unknown.getMessage()));
        }
    }

    @GET
    @Path("{jobId}")
    @Operation(summary = "One job")
    @APIResponse(responseCode = "200", description = "Its status, its latest event and its request")
    @APIResponse(responseCode = "404", description = "No job of this id is known")
    @APIResponse(responseCode = "503", description = "This replica stands by")
    public Response find(@PathParam("jobId") String jobId, @QueryParam("hub") @DefaultValue(DEFAULT_HUB) String hub) {
        return jobs.find(new JobId(hub, jobId))
                .map(job -> Response.ok(JobView.json(job))
                        .type(MediaType.APPLICATION_JSON_TYPE)
                        .build())
                .orElseGet(() -> unknown(jobId, hub));
    }

    private static Response unknown(String jobId, String hub) {
        return Problems.of(Status.NOT_FOUND, "No job \"%s\" of the hub \"%s\" is known.".formatted(jobId, hub));
    }

    @GET
    @Path("{jobId}/events")
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @Operation(summary = "How one job goes: its latest event, and every one that follows, up to the final one")
    @APIResponse(
            responseCode = "200",
            description =
                    "Server-sent events: event is its name, data the JSON of downlink.job-events. They end before the final one where another replica begins to work: ask again")
    @APIResponse(responseCode = "404", description = "No job of this id is known")
    @APIResponse(responseCode = "503", description = "This replica stands by")
    public Multi<OutboundSseEvent> events(
            @PathParam("jobId") String jobId,
            @QueryParam("hub") @DefaultValue(DEFAULT_HUB) String hub,
            @Context Sse sse) {
        Job job = jobs.find(new JobId(hub, jobId)).orElseThrow(() -> new WebApplicationException(unknown(jobId, hub)));
        return progress.of(job)
                .map(event -> sse.newEventBuilder()
                        .name(event.name())
                        .data(String.class, JobView.json(event))
                        .build());
    }

    @DELETE
    @Path("{jobId}")
    @Operation(summary = "Asks for a job to be taken back")
    @APIResponse(responseCode = "202", description = "The request is on the topic; an event tells what came of it")
    @APIResponse(responseCode = "400", description = "The job id is none")
    @APIResponse(responseCode = "503", description = "Kafka did not take it")
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
            case JobReadResult.Refused refused -> Refusals.of(refused);
            case JobReadResult.Unreadable unreadable -> Refusals.of(unreadable);
        };
    }

    /** Nobody is left waiting for what only another replica can tell. */
    @ServerExceptionMapper
    Response standsBy(StandsByException standsBy) {
        return Problems.later(
                "This replica stands by, another one works or is about to: ask that one, or again soon.",
                ASK_AGAIN_AFTER);
    }
}
