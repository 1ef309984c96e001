package io.downlink.emulator.admin;

import static io.vertx.core.http.HttpMethod.DELETE;
import static io.vertx.core.http.HttpMethod.GET;
import static io.vertx.core.http.HttpMethod.POST;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.downlink.emulator.faults.Fault;
import io.downlink.emulator.faults.Faults;
import io.downlink.emulator.faults.FrontEnd;
import io.downlink.emulator.faults.Kind;
import io.downlink.emulator.http.Exchange;
import io.downlink.emulator.http.Route;
import io.downlink.emulator.hub.HubError;
import io.downlink.emulator.hub.HubException;
import io.downlink.emulator.security.Right;
import java.util.List;

/** Faults on demand, below {@code /$emulator/faults}. */
public final class FaultApi {
    private final Faults faults;

    public FaultApi(Faults faults) {
        this.faults = faults;
    }

    /** All of them; only the owner's policy may. */
    public List<Route> routes() {
        return List.of(
                Route.own(POST, "/$emulator/faults", Right.OPERATE_EMULATOR, this::add),
                Route.own(GET, "/$emulator/faults", Right.OPERATE_EMULATOR, this::list),
                Route.own(DELETE, "/$emulator/faults", Right.OPERATE_EMULATOR, this::clear),
                Route.own(DELETE, "/$emulator/faults/{id}", Right.OPERATE_EMULATOR, this::remove));
    }

    private void add(Exchange exchange) {
        Fault fault = FaultReader.read(exchange.jsonObject());
        if (fault.kind() instanceof Kind.Outage outage
                && outage.frontEnds().contains(FrontEnd.HTTPS)
                && fault.duration() == null) {
            throw new HubException(
                    HubError.ARGUMENT_INVALID,
                    "duration is missing: give one, for example PT30S. Nobody could take an outage of HTTPS back");
        }
        exchange.reply(201, JsonNodeFactory.instance.objectNode().put("id", faults.add(fault)));
    }

    private void list(Exchange exchange) {
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        faults.all().forEach(report -> all.add(FaultWriter.write(report)));
        exchange.reply(200, all);
    }

    private void clear(Exchange exchange) {
        faults.clear();
        exchange.reply(204);
    }

    private void remove(Exchange exchange) {
        exchange.reply(faults.remove(exchange.variable(0)) ? 204 : 404);
    }
}
