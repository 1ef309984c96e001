package io.downlink.gateway.rest;

import io.downlink.contracts.cloudevents.EventHeaders;
import io.downlink.contracts.commands.CommandId;
import io.downlink.contracts.commands.ReadResult;
import io.downlink.contracts.commands.ReadResult.Accepted;
import io.downlink.gateway.standing.Standing;
import io.downlink.gateway.standing.Standings;
import io.downlink.gateway.submission.Submission;
import io.downlink.service.rest.Problems;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import jakarta.ws.rs.core.UriBuilder;
import java.net.URI;
import java.util.List;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.header.Headers;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SecuritySchemeType;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.security.SecurityScheme;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Commands by HTTP. What is asked for is written to {@code downlink.commands}, as anybody may do there. */
@Path("/")
@Produces({MediaType.APPLICATION_JSON, Problems.MEDIA_TYPE})
@SecurityScheme(
        securitySchemeName = "token",
        description = "A token of downlink.rest.tokens-file, where that is set",
        type = SecuritySchemeType.HTTP,
        scheme = "bearer")
@SecurityRequirement(name = "token")
@APIResponse(responseCode = "401", description = "Tokens are set, and none of them was shown")
public class CommandsResource {
    private static final Logger LOGGER = Logger.getLogger(CommandsResource.class);
    private static final String DEFAULT_HUB = "default";
    private static final String COMMAND = "/devices/{deviceId}/commands/{commandId}";

    private final Submission submission;
    private final Standings standings;

    CommandsResource(Submission submission, Standings standings) {
        this.submission = submission;
        this.standings = standings;
    }

    @POST
    @Path("commands")
    @Consumes({MediaType.APPLICATION_JSON, EventHeaders.STRUCTURED_JSON})
    @Operation(
            summary =
                    "Asks for a command, or for one to be cancelled, with a request as it stands on downlink.commands")
    @APIResponse(responseCode = "202", description = "Kafka has it; Location is where the command can be looked at")
    @APIResponse(responseCode = "400", description = "It is no valid request; every problem is told")
    @APIResponse(responseCode = "413", description = "It is larger than a record may be")
    @APIResponse(responseCode = "415", description = "It is neither JSON nor a CloudEvent in JSON")
    @APIResponse(responseCode = "503", description = "Kafka did not take it in 15 s, but may still have it")
    public Uni<Response> ask(byte[] request, @Context HttpHeaders headers) {
        Headers recordHeaders;
        try {
            recordHeaders = RecordHeadersOf.request(headers);
        } catch (IllegalArgumentException _) {
            return Uni.createFrom()
                    .item(Problems.of(Status.BAD_REQUEST, "An attribute of the CloudEvent is not percent-encoded."));
        }
        return submission
                .submit(request, recordHeaders)
                .map(CommandsResource::answer)
                .onFailure()
                .recoverWithItem(CommandsResource::notTaken);
    }

    @GET
    @Path(COMMAND)
    @Operation(summary = "What is known of one command")
    @APIResponse(
            responseCode = "200",
            description = "status is waiting, calling, ending, or the name of latestEvent, which ended it")
    @APIResponse(responseCode = "404", description = "It was not read yet, or ended before the repeat window")
    @APIResponse(responseCode = "410", description = "It has ended, and its event is not kept any more")
    @APIResponse(responseCode = "503", description = "Another replica has the device's partition")
    public Uni<Response> find(
            @PathParam("deviceId") String deviceId,
            @PathParam("commandId") String commandId,
            @QueryParam("hub") @DefaultValue(DEFAULT_HUB) String hub,
            @QueryParam("moduleId") @Nullable String moduleId) {
        CommandId id = new CommandId(hub, deviceId, moduleId, commandId);
        return standings.of(id).map(standing -> switch (standing) {
            case Standing.Ended(var event) -> shown(CommandView.ended(event));
            case Standing.Held(var at) -> shown(CommandView.held(id, at));
            case Standing.Forgotten _ ->
                Problems.of(Status.GONE, "The command has ended; the event that told so is not kept any more.");
            case Standing.Unknown _ ->
                Problems.of(
                        Status.NOT_FOUND,
                        "No command \"%s\" of the device \"%s\" is known: it was not read yet, or ended too long ago."
                                .formatted(commandId, deviceId));
            case Standing.Elsewhere(int partition) ->
                Problems.of(
                        Status.SERVICE_UNAVAILABLE,
                        "Partition %d is another replica's, or being taken over: ask the one that owns it, or later."
                                .formatted(partition));
        });
    }

    private static Response answer(ReadResult result) {
        return switch (result) {
            case Accepted(var request, var meta) ->
                Response.accepted(CommandView.taken(request.id(), meta.source()))
                        .type(MediaType.APPLICATION_JSON_TYPE)
                        .location(place(request.id()))
                        .build();
            case ReadResult.Refused refused ->
                Problems.of(Status.BAD_REQUEST, "The request is not valid.", refused.problems());
            case ReadResult.Unreadable(String cause) ->
                Problems.of(Status.BAD_REQUEST, "The request cannot be read: " + cause + ".", List.of());
        };
    }

    private static URI place(CommandId id) {
        UriBuilder place = UriBuilder.fromPath(COMMAND);
        if (!id.hub().equals(DEFAULT_HUB)) {
            place.queryParam("hub", id.hub());
        }
        if (id.moduleId() != null) {
            place.queryParam("moduleId", "{moduleId}").resolveTemplate("moduleId", id.moduleId());
        }
        return place.build(id.deviceId(), id.commandId());
    }

    private static Response notTaken(Throwable failure) {
        if (failure instanceof RecordTooLargeException) {
            return Problems.of(Status.REQUEST_ENTITY_TOO_LARGE, "The request is larger than a record may be.");
        }
        LOGGER.warnf("request is not taken by Kafka reason=%s", failure);
        return Problems.of(
                Status.SERVICE_UNAVAILABLE,
                "Kafka did not take the request; it may still have it. Asking again with the same commandId does no harm.");
    }

    private static Response shown(String json) {
        return Response.ok(json).type(MediaType.APPLICATION_JSON_TYPE).build();
    }
}
