package io.downlink.gateway.rest;

import io.downlink.contracts.cloudevents.EventHeaders;
import io.downlink.contracts.commands.CommandId;
import io.downlink.contracts.commands.ReadResult;
import io.downlink.contracts.commands.ReadResult.Accepted;
import io.downlink.gateway.submission.Submission;
import io.downlink.service.rest.Problems;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
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
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.logging.Logger;

/** Commands by HTTP. What is asked for is written to {@code downlink.commands}, as anybody may do there. */
@Path("/commands")
@Produces({MediaType.APPLICATION_JSON, Problems.MEDIA_TYPE})
public class CommandsResource {
    private static final Logger LOGGER = Logger.getLogger(CommandsResource.class);

    private final Submission submission;

    CommandsResource(Submission submission) {
        this.submission = submission;
    }

    @POST
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
        UriBuilder place = UriBuilder.fromPath(CommandResource.PATH);
        if (!id.hub().equals(CommandResource.DEFAULT_HUB)) {
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
}
