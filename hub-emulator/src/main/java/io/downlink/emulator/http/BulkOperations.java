package io.downlink.emulator.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.downlink.emulator.hub.BulkItem;
import io.downlink.emulator.hub.BulkRegistry;
import io.downlink.emulator.hub.ClientId;
import io.downlink.emulator.hub.HubError;
import io.downlink.emulator.hub.HubException;
import java.util.HashSet;
import java.util.Set;

/** Many identities in one request over HTTPS. */
final class BulkOperations {
    private final BulkRegistry registry;

    BulkOperations(BulkRegistry registry) {
        this.registry = registry;
    }

    /** Does what can be done; the status is 400 if anything could not. */
    void apply(Exchange exchange) {
        ArrayNode items = exchange.jsonArray();
        BulkRegistry.checkSize(items.size());
        ArrayNode errors = JsonNodeFactory.instance.arrayNode();
        Set<ClientId> named = new HashSet<>();
        items.forEach(item -> apply(item, named, errors));
        ObjectNode result = JsonNodeFactory.instance.objectNode().put("isSuccessful", errors.isEmpty());
        result.set("errors", errors);
        result.putArray("warnings");
        exchange.reply(errors.isEmpty() ? 200 : HubError.BULK_REGISTRY_OPERATION_FAILURE.status(), result);
    }

    private void apply(JsonNode body, Set<ClientId> named, ArrayNode errors) {
        try {
            BulkItem item = BulkBody.read(body);
            if (!named.add(item.spec().client())) {
                throw new HubException(
                        HubError.DEVICE_DEFINED_MULTIPLE_TIMES,
                        "The request names it twice: " + item.spec().client());
            }
            registry.apply(item);
        } catch (HubException refusal) {
            errors.add(BulkBody.error(body, refusal));
        }
    }
}
