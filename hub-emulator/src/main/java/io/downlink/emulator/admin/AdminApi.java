package io.downlink.emulator.admin;

import static io.vertx.core.http.HttpMethod.DELETE;
import static io.vertx.core.http.HttpMethod.GET;
import static io.vertx.core.http.HttpMethod.POST;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.downlink.emulator.http.Exchange;
import io.downlink.emulator.http.Route;
import io.downlink.emulator.hub.DeviceId;
import io.downlink.emulator.hub.Hub;
import io.downlink.emulator.hub.HubError;
import io.downlink.emulator.hub.HubException;
import io.downlink.emulator.hub.MessageStatistics;
import io.downlink.emulator.hub.MethodStatistics;
import io.downlink.emulator.security.Right;
import io.downlink.emulator.throttling.Throttle;
import java.util.List;

/** The emulator's own operations, below {@code /$emulator}. */
public final class AdminApi {
    private final Hub hub;

    public AdminApi(Hub hub) {
        this.hub = hub;
    }

    /** All of them; only the owner's policy may. */
    public List<Route> routes() {
        return List.of(
                Route.own(GET, "/$emulator/health", Right.OPERATE_EMULATOR, AdminApi::health),
                Route.ownSlow(POST, "/$emulator/drop-links", Right.OPERATE_EMULATOR, this::dropLinks),
                Route.ownSlow(GET, "/$emulator/statistics", Right.OPERATE_EMULATOR, this::statistics),
                Route.own(DELETE, "/$emulator/statistics", Right.OPERATE_EMULATOR, this::restartStatistics));
    }

    private static void health(Exchange exchange) {
        exchange.reply(200, JsonNodeFactory.instance.objectNode().put("status", "UP"));
    }

    private void dropLinks(Exchange exchange) {
        int dropped = exchange.hasBody()
                ? hub.registry().dropLink(device(exchange.jsonObject())) ? 1 : 0
                : hub.registry().dropLinks();
        exchange.reply(200, JsonNodeFactory.instance.objectNode().put("dropped", dropped));
    }

    private static DeviceId device(ObjectNode body) {
        JsonNode device = body.path("deviceId");
        if (!device.isTextual()) { // a slip must not cut everybody off
            throw invalid("deviceId must be a text; only without a body are all links dropped.");
        }
        return new DeviceId(device.textValue());
    }

    private void statistics(Exchange exchange) {
        MethodStatistics methods = hub.methods().statistics();
        MessageStatistics messages = hub.messages().statistics();
        ObjectNode body = JsonNodeFactory.instance
                .objectNode()
                .put("methodCalls", methods.calls())
                .put("methodCallsAtOnceMax", methods.atOnceMax())
                .put("methodCallsAtOnceMaxPerDevice", methods.atOnceMaxPerDevice())
                .put("methodCallsDeliveredAfterCaller", methods.deliveredAfterCaller())
                .put("devicesConnected", hub.registry().counts().connected())
                .put("messagesEnqueued", messages.enqueuedCount())
                .put("messagesDelivered", messages.deliveredCount())
                .put("messagesCompleted", messages.completedCount());
        body.set("virtual", VirtualApi.write(hub.virtual().statistics()));
        Throttle throttle = hub.admission().throttle();
        if (throttle != null) {
            body.set("throttling", ThrottlingBody.write(throttle));
        }
        exchange.reply(200, body);
    }

    private void restartStatistics(Exchange exchange) {
        hub.methods().statistics().restart();
        hub.messages().statistics().restart();
        hub.virtual().statistics().restart();
        Throttle throttle = hub.admission().throttle();
        if (throttle != null) {
            throttle.restartCounts();
        }
        exchange.reply(204);
    }

    private static HubException invalid(String message) {
        return new HubException(HubError.ARGUMENT_INVALID, message);
    }
}
