package io.downlink.emulator.admin;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.downlink.emulator.throttling.Throttle;

/** What the hub's tier allowed and refused, for the statistics. */
final class ThrottlingBody {
    private ThrottlingBody() {}

    static ObjectNode write(Throttle throttle) {
        ObjectNode body = JsonNodeFactory.instance
                .objectNode()
                .put("tier", throttle.rules().tier().name())
                .put("units", throttle.rules().units())
                .put("messagesToday", throttle.messagesToday())
                .put("messagesPerDay", throttle.messagesPerDay());
        ObjectNode operations = body.putObject("operations");
        throttle.counts()
                .forEach((kind, counts) -> operations
                        .putObject(kind.toString())
                        .put("allowed", counts.allowed())
                        .put("refused", counts.refused()));
        return body;
    }
}
