package io.downlink.emulator.admin;

import static io.vertx.core.http.HttpMethod.DELETE;
import static io.vertx.core.http.HttpMethod.GET;
import static io.vertx.core.http.HttpMethod.POST;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.downlink.emulator.http.Exchange;
import io.downlink.emulator.http.Route;
import io.downlink.emulator.hub.Hub;
import io.downlink.emulator.hub.HubError;
import io.downlink.emulator.hub.HubException;
import io.downlink.emulator.security.Right;
import io.downlink.emulator.virtual.VirtualIds;
import io.downlink.emulator.virtual.VirtualRule;
import io.downlink.emulator.virtual.VirtualStatistics;
import java.util.List;
import java.util.function.Function;

/** Lists and changes the rules of the virtual devices. */
public final class VirtualApi {
    private static final String RULE = "rule";

    private final Hub hub;

    public VirtualApi(Hub hub) {
        this.hub = hub;
    }

    public List<Route> routes() {
        return List.of(
                Route.own(GET, "/$emulator/virtual", Right.OPERATE_EMULATOR, this::list),
                Route.ownSlow(POST, "/$emulator/virtual", Right.OPERATE_EMULATOR, this::put),
                Route.own(DELETE, "/$emulator/virtual/{ids}", Right.OPERATE_EMULATOR, this::remove));
    }

    /** What the devices did, for the statistics. */
    static ObjectNode write(VirtualStatistics statistics) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("methodsExecuted", statistics.executed())
                .put("methodsAnswered", statistics.answered())
                .put("methodsFailed", statistics.failed())
                .put("methodsHung", statistics.hung())
                .put("methodsOffline", statistics.offline())
                .put("messages", statistics.messages());
    }

    private void list(Exchange exchange) {
        ArrayNode rules = JsonNodeFactory.instance.arrayNode();
        hub.virtual().rules().forEach(rule -> rules.add(write(rule)));
        exchange.reply(200, rules);
    }

    private void put(Exchange exchange) {
        VirtualRule rule = read(exchange.jsonObject().path(RULE).asText(), VirtualRule::parse);
        hub.virtual().put(rule);
        hub.registerVirtual();
        exchange.reply(200, write(rule));
    }

    private void remove(Exchange exchange) {
        exchange.reply(hub.virtual().remove(read(exchange.variable(0), VirtualIds::parse)) ? 204 : 404);
    }

    private static ObjectNode write(VirtualRule rule) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("ids", rule.ids().toString())
                .put(RULE, rule.toString());
    }

    private static <T> T read(String text, Function<String, T> parse) {
        try {
            return parse.apply(text);
        } catch (IllegalArgumentException notARule) {
            throw new HubException(HubError.ARGUMENT_INVALID, String.valueOf(notARule.getMessage()));
        }
    }
}
