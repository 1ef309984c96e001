package io.downlink.gateway.rest;

import io.downlink.contracts.commands.CommandId;
import io.downlink.gateway.replicas.Forwarded;
import io.downlink.gateway.replicas.Forwarding;
import io.downlink.gateway.standing.Standing;
import io.downlink.gateway.standing.Standings;
import io.downlink.service.rest.Problems;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import java.time.Duration;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;

/** One command, looked at by HTTP: answered by the replica that has its device's partition, whichever was asked. */
@Path(CommandResource.PATH)
@Produces({MediaType.APPLICATION_JSON, Problems.MEDIA_TYPE})
public class CommandResource {
    static final String PATH = "/devices/{deviceId}/commands/{commandId}";
    static final String DEFAULT_HUB = "default";

    /** A partition of a replica that stopped has its next owner by then; one of a replica that died, after a few times. */
    private static final Duration ASK_AGAIN_AFTER = Duration.ofSeconds(5);

    private final Standings standings;
    private final Forwarding forwarding;

    CommandResource(Standings standings, Forwarding forwarding) {
        this.standings = standings;
        this.forwarding = forwarding;
    }

    @GET
    @Operation(summary = "What is known of one command")
    @APIResponse(
            responseCode = "200",
            description = "status is waiting, calling, ending, or the name of latestEvent, which ended it")
    @APIResponse(responseCode = "404", description = "It was not read yet, or ended before the repeat window")
    @APIResponse(responseCode = "410", description = "It has ended, and its event is not kept any more")
    @APIResponse(
            responseCode = "503",
            description =
                    "The replica that has the device's partition cannot be asked now; Retry-After says when to try")
    public Uni<Response> find(
            @PathParam("deviceId") String deviceId,
            @PathParam("commandId") String commandId,
            @QueryParam("hub") @DefaultValue(DEFAULT_HUB) String hub,
            @QueryParam("moduleId") @Nullable String moduleId,
            @Context HttpServerRequest request,
            @Context HttpHeaders headers) {
        CommandId id = new CommandId(hub, deviceId, moduleId, commandId);
        Uni<Standing> here = standings.of(id);
        return headers.getHeaderString(Forwarding.HEADER) == null
                ? here.chain(standing -> standing instanceof Standing.Elsewhere
                        ? askOwner(deviceId, request.uri(), headers)
                        : Uni.createFrom().item(answer(id, standing)))
                : here.map(standing -> Response.fromResponse(answer(id, standing))
                        .header(Forwarding.HEADER, "1")
                        .build());
    }

    private Uni<Response> askOwner(String deviceId, String path, HttpHeaders headers) {
        return forwarding
                .ask(deviceId, path, headers.getHeaderString(HttpHeaders.AUTHORIZATION))
                .map(outcome -> switch (outcome) {
                    case Forwarded.Answer(int status, String contentType, String body) ->
                        Response.status(status).type(contentType).entity(body).build();
                    case Forwarded.NoAnswer(String reason) -> later("Another replica has to be asked: " + reason + ".");
                });
    }

    private static Response answer(CommandId id, Standing standing) {
        return switch (standing) {
            case Standing.Ended(var event) -> shown(CommandView.ended(event));
            case Standing.Held(var at) -> shown(CommandView.held(id, at));
            case Standing.Forgotten _ ->
                Problems.of(Status.GONE, "The command has ended; the event that told so is not kept any more.");
            case Standing.Unknown _ ->
                Problems.of(
                        Status.NOT_FOUND,
                        "No command \"%s\" of the device \"%s\" is known: it was not read yet, or ended too long ago."
                                .formatted(id.commandId(), id.deviceId()));
            case Standing.Elsewhere(int partition) ->
                later("Partition %d is another replica's, or being taken over.".formatted(partition));
        };
    }

    private static Response shown(String json) {
        return Response.ok(json).type(MediaType.APPLICATION_JSON_TYPE).build();
    }

    private static Response later(String detail) {
        return Problems.later(detail, ASK_AGAIN_AFTER);
    }
}
